package dev.equipoise.core.policy;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A discrete-event simulation of one gateway and its fleet: requests arrive as a Poisson process, each has a key of its
 * own, a policy places it, and the worker serves it in one of its slots or lets it wait in line. The same seed gives the
 * same run.
 */
final class FleetSimulation {

    private static final int SLOTS = 8;

    private final RandomGenerator random;
    private final ManualClock clock = new ManualClock(0);
    private final LoadTracker tracker = new PeakEwmaLoadTracker(clock);
    private final LoadBalancingPolicy policy;
    private final Map<String, Server> servers = new HashMap<>();
    private final PriorityQueue<Completion> completions =
            new PriorityQueue<>(Comparator.comparingLong(Completion::at).thenComparing(Completion::number));

    private Fleet fleet;
    private Picker picker;
    private long requests;

    /** Workers have 8 slots, declared or not, and answer in 20 ms on average until told otherwise. */
    FleetSimulation(long seed, String policyName, Fleet fleet) {
        this.random = new SplittableRandom(seed);
        RandomGenerator choices = new SplittableRandom(~seed);
        this.policy = LoadBalancingPolicies.byName(policyName, tracker, () -> choices);
        this.fleet = fleet;
        this.picker = policy.pickerFor(fleet, null);
        fleet.workers().forEach(worker -> servers.put(worker.id(), new Server()));
    }

    /** {@code size} workers that declare their 8 slots. */
    static Fleet declared(int size) {
        return Fleet.of(
                1,
                Fleets.of(size).workers().stream()
                        .map(worker -> worker.withCapacity(new Capacity(SLOTS, 0)))
                        .toList());
    }

    /** From now on the worker takes this long on average, exponentially distributed. */
    FleetSimulation slow(String id, Duration mean) {
        server(id).meanNanos = mean.toNanos();
        return this;
    }

    /** From now on this share of the worker's answers are failures. */
    FleetSimulation failing(String id, double share) {
        server(id).failing = share;
        return this;
    }

    /** A worker joins, as new as can be. */
    FleetSimulation join(Worker worker) {
        servers.put(worker.id(), new Server());
        List<Worker> all = new ArrayList<>(fleet.workers());
        all.add(worker);
        fleet = Fleet.of(fleet.version() + 1, all);
        picker = policy.pickerFor(fleet, picker);
        return this;
    }

    /** Lets requests arrive for this long and reports on them alone. */
    Report run(Duration time, double requestsPerSecond) {
        Map<String, Integer> placed = new HashMap<>();
        long start = clock.getAsLong();
        double[] latencies = new double[(int) (time.toSeconds() * requestsPerSecond * 1.2) + 1_000];
        int count = 0;
        double arrival = start;
        while (true) {
            arrival += exponential(1e9 / requestsPerSecond);
            if (arrival - start > time.toNanos()) {
                return new Report(placed, Arrays.copyOf(latencies, count));
            }
            completeUntil((long) arrival);
            Worker worker = picker.pick(PickRequest.keyed("key-" + requests));
            placed.merge(worker.id(), 1, Integer::sum);
            latencies[count++] = serve(worker) / 1e6;
        }
    }

    private double serve(Worker worker) {
        Server server = server(worker.id());
        long now = clock.getAsLong();
        boolean fails = random.nextDouble() < server.failing;
        long end = server.occupySlot(now, (long) exponential(server.meanNanos));
        completions.add(new Completion(end, requests++, tracker.start(worker), fails));
        return end - now;
    }

    private void completeUntil(long time) {
        while (!completions.isEmpty() && completions.peek().at() <= time) {
            Completion completion = completions.poll();
            clock.moveTo(completion.at());
            if (completion.fails()) {
                completion.call().failed();
            } else {
                completion.call().succeeded();
            }
        }
        clock.moveTo(time);
    }

    private double exponential(double mean) {
        return -Math.log(1 - random.nextDouble()) * mean;
    }

    private Server server(String id) {
        return servers.get(id);
    }

    private record Completion(long at, long number, Call call, boolean fails) {}

    /** Its slots and the moment at which each falls free: a line that waits for the first free slot. */
    private static final class Server {

        private final long[] freeAt = new long[SLOTS];
        private double meanNanos = 20e6;
        private double failing;

        long occupySlot(long now, long duration) {
            int first = 0;
            for (int slot = 1; slot < SLOTS; slot++) {
                first = freeAt[slot] < freeAt[first] ? slot : first;
            }
            freeAt[first] = Math.max(now, freeAt[first]) + duration;
            return freeAt[first];
        }
    }

    /** Who got the requests, and how long each took in milliseconds. */
    static final class Report {

        private final Map<String, Integer> placed;
        private final double[] latencies;

        Report(Map<String, Integer> placed, double[] latencies) {
            this.placed = placed;
            this.latencies = latencies;
            Arrays.sort(latencies);
        }

        double share(String id) {
            return (double) placed.getOrDefault(id, 0) / latencies.length;
        }

        double percentile(double share) {
            return latencies[(int) (share * (latencies.length - 1))];
        }
    }
}
