package dev.equipoise.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.hash.HashRing;
import dev.equipoise.core.hash.StringHash;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.Picker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten workers, one ten times slower, requests with keys: {@code consistent-hash} is nearly as fast as {@code adaptive},
 * and the keys of the nine others stay where they are.
 */
class KeysStayPutTest {

    private static final int KEYS = 20_000;
    private static final String SLOW = "w-1";

    /** Counts for each key that belongs to a healthy worker how often that worker served it. */
    private static final class Watch implements GatewayParts {

        private final Map<String, int[]> servedAtHomeOfAll = new HashMap<>();

        @Override
        public Picker around(Picker picker, Fleet fleet, LoadTracker tracker) {
            HashRing ring = HashRing.of(fleet);
            return request -> {
                Worker picked = picker.pick(request);
                String key = request.hashKey();
                Worker home = fleet.workers().get(ring.owner(ring.position(StringHash.of(key))));
                if (!home.id().equals(SLOW)) {
                    int[] counts = servedAtHomeOfAll.computeIfAbsent(key, any -> new int[2]);
                    counts[0] += home.equals(picked) ? 1 : 0;
                    counts[1]++;
                }
                return picked;
            };
        }

        /** Of the keys, the part that got at least {@code share} of its requests served at home. */
        double staying(double share) {
            long staying = servedAtHomeOfAll.values().stream()
                    .filter(counts -> counts[0] >= share * counts[1])
                    .count();
            return (double) staying / servedAtHomeOfAll.size();
        }

        double requestsAtHome() {
            long home = 0;
            long all = 0;
            for (int[] counts : servedAtHomeOfAll.values()) {
                home += counts[0];
                all += counts[1];
            }
            return (double) home / all;
        }
    }

    @ParameterizedTest(name = "load {0}, skew {1}, seed {2}")
    @CsvSource({"0.5, 0, 1", "0.5, 0, 2", "0.75, 0, 3", "0.5, 1.1, 4", "0.75, 1.1, 5"})
    void keysOfHealthyWorkersStayPut(double load, double skew, long seed) {
        Scenario scenario = Scenario.slowWorker(load)
                .with(Keys.zipf(KEYS, skew))
                .with(Span.ofRequests(400_000).measuredFrom(Duration.ofSeconds(20)));
        Watch watch = new Watch();
        Report hashed = Simulation.of(scenario, "consistent-hash", seed)
                .with(() -> watch)
                .run();
        Report adaptive = Simulation.of(scenario, "adaptive", seed).run();
        double ratio =
                hashed.latency().percentileMillis(0.99) / adaptive.latency().percentileMillis(0.99);
        System.out.printf(
                "one of ten 10x slower, load %.2f, Zipf(%.1f), seed %d: p99 %.2f x adaptive's; keys of healthy workers: "
                        + "%.3f mostly at home, %.3f always; %.3f of their requests%n",
                load, skew, seed, ratio, watch.staying(0.5), watch.staying(1), watch.requestsAtHome());
        assertThat(ratio).as("seed %d", seed).isLessThan(1.3);
        assertThat(watch.staying(0.5)).as("seed %d", seed).isGreaterThan(0.9);
    }
}
