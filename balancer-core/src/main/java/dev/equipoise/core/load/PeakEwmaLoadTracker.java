package dev.equipoise.core.load;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Keeps the peak EWMA of each worker's latency, its success rate and its requests in flight ({@link PeakEwma} has the
 * formulas). Lock-free: a call ends with one compare-and-set on its worker; reading allocates nothing.
 */
public final class PeakEwmaLoadTracker implements LoadTracker {

    /**
     * @param decay τ: after this time 37 % of what was known still counts
     * @param failurePenalty a failure counts as an answer that took this long, or as long as it really took if longer
     * @param initialLatency the typical latency while nothing at all was measured
     */
    public record Settings(Duration decay, Duration failurePenalty, Duration initialLatency) {

        /** τ of 10 s and 30 ms to begin with as in Linkerd, whose Load Biaser also counts a failure as 5 s. */
        public static final Settings DEFAULT =
                new Settings(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMillis(30));

        public Settings {
            if (!isPositive(decay) || !isPositive(failurePenalty) || !isPositive(initialLatency)) {
                throw new IllegalArgumentException("decay, failure penalty and initial latency must be greater than 0");
            }
        }

        private static boolean isPositive(Duration duration) {
            return duration.compareTo(Duration.ZERO) > 0;
        }
    }

    private final LongSupplier nanoTime;
    private final Decay decay;
    private final double failurePenaltyNanos;
    private final TypicalLatency typical;
    private final ConcurrentHashMap<String, TrackedWorker> workers = new ConcurrentHashMap<>();
    private final LongAdder inFlight = new LongAdder();

    public PeakEwmaLoadTracker(LongSupplier nanoTime) {
        this(nanoTime, Settings.DEFAULT);
    }

    /** @param nanoTime a clock as {@link System#nanoTime()}: any origin, never backwards */
    public PeakEwmaLoadTracker(LongSupplier nanoTime, Settings settings) {
        this.nanoTime = nanoTime;
        this.decay = new Decay(settings.decay().toNanos());
        this.failurePenaltyNanos = settings.failurePenalty().toNanos();
        this.typical = new TypicalLatency(settings.initialLatency().toNanos(), nanoTime.getAsLong(), decay);
    }

    @Override
    public Call start(Worker worker) {
        TrackedWorker tracked = tracked(worker.id());
        long now = nanoTime.getAsLong();
        while (!tracked.enter(now)) {
            // Whoever retired it is about to remove it; removing it here as well spares us waiting for that.
            workers.remove(worker.id(), tracked);
            tracked = tracked(worker.id());
        }
        inFlight.increment();
        return new TrackedCall(this, tracked, now);
    }

    @Override
    public WorkerLoad of(String workerId) {
        return tracked(workerId);
    }

    @Override
    public void reported(String workerId, int inFlight) {
        tracked(workerId).reported(inFlight);
    }

    @Override
    public double typicalLatencyNanos() {
        return typical.nanos();
    }

    @Override
    public long inFlight() {
        // The sum of an adder that others change meanwhile is no snapshot.
        return Math.max(0, inFlight.sum());
    }

    @Override
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    @Override
    public void retain(Fleet fleet) {
        workers.forEach((id, tracked) -> {
            if (fleet.find(id) == null && tracked.retire()) {
                workers.remove(id, tracked);
            }
        });
    }

    private TrackedWorker tracked(String id) {
        TrackedWorker known = workers.get(id);
        return known != null ? known : workers.computeIfAbsent(id, any -> new TrackedWorker(nanoTime, decay, typical));
    }

    /** Its one mutable field tells where it stands: 0 open, greater than 0 the latency frozen, {@link #ENDED}. */
    private static final class TrackedCall implements Call {

        private static final long ENDED = -1;
        private static final AtomicLongFieldUpdater<TrackedCall> STATE =
                AtomicLongFieldUpdater.newUpdater(TrackedCall.class, "state");

        private final PeakEwmaLoadTracker tracker;
        private final TrackedWorker worker;
        private final long start;
        private volatile long state;

        TrackedCall(PeakEwmaLoadTracker tracker, TrackedWorker worker, long start) {
            this.tracker = tracker;
            this.worker = worker;
            this.start = start;
        }

        @Override
        public void responded() {
            long now = tracker.nanoTime.getAsLong();
            if (STATE.compareAndSet(this, 0, elapsed(now))) {
                worker.responded(now);
            }
        }

        @Override
        public void succeeded() {
            long before = STATE.getAndSet(this, ENDED);
            if (before != ENDED) {
                long now = tracker.nanoTime.getAsLong();
                long latency = before > 0 ? before : elapsed(now);
                worker.addSuccess(latency, now);
                tracker.typical.add(latency, now);
                leave(before, now);
            }
        }

        @Override
        public void failed() {
            long before = STATE.getAndSet(this, ENDED);
            if (before != ENDED) {
                long now = tracker.nanoTime.getAsLong();
                worker.addFailure(before > 0 ? before : elapsed(now), tracker.failurePenaltyNanos, now);
                leave(before, now);
            }
        }

        @Override
        public void overtaken() {
            long before = STATE.getAndSet(this, ENDED);
            if (before != ENDED) {
                long now = tracker.nanoTime.getAsLong();
                worker.addOvertaken(elapsed(now), tracker.failurePenaltyNanos, now);
                if (before == 0) {
                    worker.released();
                }
                worker.leave();
                tracker.inFlight.decrement();
            }
        }

        @Override
        public void ignored() {
            long before = STATE.getAndSet(this, ENDED);
            if (before != ENDED) {
                leave(before, tracker.nanoTime.getAsLong());
            }
        }

        private void leave(long before, long now) {
            if (before == 0) {
                worker.responded(now);
            }
            worker.leave();
            tracker.inFlight.decrement();
        }

        /** At least 1: a latency of 0 would stand for no latency. */
        private long elapsed(long now) {
            return Math.max(1, now - start);
        }
    }
}
