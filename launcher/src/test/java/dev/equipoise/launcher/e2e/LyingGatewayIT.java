package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three gateways says what it likes, and nobody is accused. One interval in which a worker stands out would be enough for a
 * quarantine here, so each lie has its chance; that two gateways together do put somebody there shows it.
 */
@Tag("long")
class LyingGatewayIT {

    private static final long SEED = 20261124;
    private static final int WORKERS = 5;
    private static final long INTERVAL = 10_000;
    private static final Set<FactType> ACCUSATIONS = Set.of(FactType.OUTLIER, FactType.LIED_UP, FactType.FRAMING);

    @TempDir
    Path directory;

    @Test
    void oneOfThreeGatewaysQuarantinesNobodyAndTwoDo() throws Exception {
        ScaledModel model = ScaledModel.QUICK
                .with("EVIDENCE_OUTLIERCOUNT", "1")
                .with("EVIDENCE_LIEDUPCOUNT", "1")
                .with("WEIGHTS_OUTLIER_BEHAVIOUR", "31");
        try (WatchedFleet fleet = new WatchedFleet(directory, SEED, model, Map.of())) {
            fleet.join(WORKERS);
            Witness first = witness(fleet, "gateway-a");
            Witness second = witness(fleet, "gateway-b");
            Witness liar = witness(fleet, "gateway-liar");
            Lies lies = new Lies(SEED, WORKERS);
            RunningSuite.await("the keys to be known", () -> knows(first, second, liar));

            for (int kind = 0; kind < Lies.KINDS; kind++) {
                long interval = nextInterval();
                first.report(new GatewayReport(first.id(), interval, 0, lies.truth()));
                liar.report(new GatewayReport(liar.id(), interval, lies.strain(), lies.lie(kind)));
                second.report(new GatewayReport(second.id(), interval, 0, lies.truth()));
                assertThat(fleet.reputations().known("quarantined")).isZero();
            }
            long interval = nextInterval();
            List<Sight> accusing = lies.accusing("demo-4");
            first.report(new GatewayReport(first.id(), interval, 0, lies.truth()));
            liar.report(new GatewayReport(liar.id(), interval, 0, accusing));
            second.report(new GatewayReport(second.id(), interval, 0, accusing));
            RunningSuite.await(
                    "the quarantine on the word of two",
                    () -> fleet.reputations().state("demo-4").equals("quarantined"));

            // Intervals are judged in their order: all lies were heard by now.
            List<Fact> accusations = fleet.reputations().export(directory.resolve("facts.tsv")).stream()
                    .filter(fact -> ACCUSATIONS.contains(fact.type()))
                    .toList();
            assertThat(accusations).hasSize(1);
            assertThat(accusations.get(0).worker()).isEqualTo("demo-4");
            assertThat(accusations.get(0).why()).endsWith("2 of 3 gateways agree");
            System.out.println(Lies.KINDS + " intervals of lies, nobody accused; two of three: "
                    + accusations.get(0).why());
        }
    }

    private static Witness witness(WatchedFleet fleet, String id) throws Exception {
        return new Witness(fleet.suite(), fleet.keys().signing(id));
    }

    /** By reports of long ago that say nothing, and are heard by nobody. */
    private static boolean knows(Witness... witnesses) throws Exception {
        long before = System.currentTimeMillis() / INTERVAL - 5;
        try {
            for (Witness witness : witnesses) {
                witness.report(new GatewayReport(witness.id(), before, 0, List.of()));
            }
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    /** Waits for the beginning of an interval. */
    private static long nextInterval() throws Exception {
        long current = System.currentTimeMillis() / INTERVAL;
        RunningSuite.await("the next interval", () -> System.currentTimeMillis() / INTERVAL > current);
        return current + 1;
    }
}
