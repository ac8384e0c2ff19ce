package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.hash.StringHash;
import dev.equipoise.core.simulation.Keys;
import dev.equipoise.core.simulation.Report;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.core.simulation.ServiceTime;
import dev.equipoise.core.simulation.SimulatedWorker;
import dev.equipoise.core.simulation.Simulation;
import dev.equipoise.core.simulation.Span;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HotKeysTest {

    @Test
    void aKeyOfOnePercentIsHotAmongTenWorkersAndOthersAreNot() {
        HotKeys keys = new HotKeys();
        SplittableRandom random = new SplittableRandom(1);
        long hot = StringHash.of("hot");
        int mistaken = 0;
        int found = 0;
        for (int i = 0; i < 300_000; i++) {
            if (i % 100 == 0) {
                found += keys.isHot(hot, 10) ? 1 : 0;
            } else {
                mistaken += keys.isHot(random.nextLong(), 10) ? 1 : 0;
            }
        }
        assertThat(found).isGreaterThan(2_900);
        // The keys that share its place in the table: one in 4,096.
        assertThat(mistaken).isLessThan(300);
    }

    @Test
    void aKeyThatWasHotIsForgotten() {
        HotKeys keys = new HotKeys();
        long once = StringHash.of("once");
        for (int i = 0; i < 1_000; i++) {
            keys.isHot(once, 10);
        }
        assertThat(keys.isHot(once, 10)).isTrue();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200_000; i++) {
            keys.isHot(random.nextLong(), 10);
        }
        assertThat(keys.isHot(once, 10)).isFalse();
    }

    @ParameterizedTest(name = "seed {0}, load {1}")
    @CsvSource({"1, 0.5", "2, 0.75"})
    void underZipfNobodyGetsMuchMoreThanTheMean(long seed, double load) {
        Scenario scenario = Scenario.of(
                        SimulatedWorker.fleet(10, 8, ServiceTime.exponential(Duration.ofMillis(20))), 4_000 * load)
                .with(Keys.zipf(100_000, 1.1))
                .with(Span.ofRequests(300_000).measuredFrom(Duration.ofSeconds(20)));
        Report report = Simulation.of(scenario, "consistent-hash", seed).run();
        System.out.printf(
                "zipf, seed %d, load %.2f: max/mean %.3f, keys on several workers %.3f%n",
                seed, load, report.maxOverMeanRequests(), (double) report.sharedKeys() / report.keys());
        assertThat(report.maxOverMeanRequests()).as("seed %d", seed).isLessThan(1.2);
    }
}
