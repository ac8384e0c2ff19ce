package dev.equipoise.bench.picks;

import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A fleet at 50 % load, as its own policy has loaded it: a ring of open calls, four for each worker, and about two
 * answers of each measured, each of which took about 20 ms.
 */
@State(Scope.Benchmark)
public class BusyFleet {

    private static final int CALLS_PER_WORKER = Workers.SLOTS / 2;
    private static final int ANSWERS_PER_WORKER = 2;
    private static final double MEAN_ANSWER_NANOS = 20e6;
    private static final long SEED = 7;

    /** A name of {@link LoadBalancingPolicies#names()}. */
    @Param({})
    public String policy = LoadBalancingPolicies.DEFAULT;

    /** How many workers there are. */
    @Param({})
    public int workers;

    private final ShiftedClock clock = new ShiftedClock();
    private LoadTracker tracker = new PeakEwmaLoadTracker(clock);
    private Picker picker = Picker.NOBODY;
    private Call[] ring = new Call[0];

    @Setup(Level.Trial)
    public void load() {
        tracker = new PeakEwmaLoadTracker(clock);
        Fleet fleet = Workers.fleetOf(workers);
        picker = LoadBalancingPolicies.byName(policy, tracker, ThreadLocalRandom::current)
                .pickerFor(fleet, null);
        ring = new Call[CALLS_PER_WORKER * workers];
        SplittableRandom random = new SplittableRandom(SEED);
        Keys keys = new Keys(random.nextInt());
        // A call that is the oldest of n after n steps of 20 ms ÷ n on average was open for about 20 ms.
        double step = MEAN_ANSWER_NANOS / ring.length;
        for (int i = 0; i < ring.length + ANSWERS_PER_WORKER * workers; i++) {
            clock.shift((long) (-Math.log(1 - random.nextDouble()) * step));
            Worker worker = pick(keys.next());
            if (i < ring.length) {
                ring[i] = tracker.start(worker);
            } else {
                replace(i % ring.length, worker);
            }
        }
    }

    Worker pick(PickRequest request) {
        return Objects.requireNonNull(picker.pick(request), "no worker was picked");
    }

    /** Ends the call at this place of the ring and starts one to {@code worker} in its stead. */
    void replace(int place, Worker worker) {
        ring[place].succeeded();
        ring[place] = tracker.start(worker);
    }

    int openCalls() {
        return ring.length;
    }

    /** The real clock, for that is part of what a pick costs, moved on by hand while the fleet is loaded. */
    private static final class ShiftedClock implements LongSupplier {

        private long shift;

        void shift(long nanos) {
            shift += nanos;
        }

        @Override
        public long getAsLong() {
            return System.nanoTime() + shift;
        }
    }
}
