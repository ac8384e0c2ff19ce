package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.Fact;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The reputation service is killed for a while under load: gateways go by what it said last, and what happened meanwhile is known
 * when it is back. Leases and the time it is away are a tenth of what they usually are.
 */
@Tag("long")
class ReputationOutageIT {

    private static final long SEED = 20261126;
    private static final int PER_SECOND = 100;
    private static final int WORKERS = 5;
    private static final Map<String, String> SHORT_LEASES =
            Map.of("EQUIPOISE_REGISTRY_HEARTBEAT", "1s", "EQUIPOISE_REGISTRY_LEASE", "4s");

    @TempDir
    Path directory;

    @Test
    void gatewaysGoByTheLastStandingsAndNothingIsLost() throws Exception {
        ScaledModel model = ScaledModel.QUICK.with("EVIDENCE_OUTLIERCOUNT", "1");
        try (WatchedFleet fleet = new WatchedFleet(directory, SEED, model, SHORT_LEASES)) {
            Path key = fleet.keys().enrol("gateway-2");
            fleet.join(WORKERS);
            URI second = fleet.secondGateway(key);
            fleet.reputations().say("quarantine", "demo-2");
            RunningSuite.await(
                    "the quarantine", () -> fleet.reputations().state("demo-2").equals("quarantined"));
            try (Load load = new Load(PER_SECOND, fleet.suite().gateway("/"), second)) {
                load.passes(PER_SECOND);
                List<Fact> before = fleet.reputations().export(directory.resolve("before.tsv"));
                Instant killed = Instant.now();
                fleet.suite().kill("reputation");
                outage(fleet, load);
                Instant back = Instant.now();
                fleet.suite().startAgain("reputation");
                RunningSuite.await(
                        "the service to be back",
                        () -> fleet.suite()
                                        .get(fleet.suite().reputation("/actuator/health/readiness"))
                                        .statusCode()
                                == 200);
                isKnown(fleet, killed, back);
                List<Fact> after = fleet.reputations().export(directory.resolve("after.tsv"));
                assertThat(after.subList(0, before.size())).isEqualTo(before);
                assertThat(fleet.reputations().differs("demo-3", after)).isEmpty();
                assertThat(fleet.reputations().state("demo-2")).isEqualTo("quarantined");

                List<String> failures = load.finish();
                System.out.println("requests " + load.sent() + ", failed " + failures.size());
                assertThat(failures)
                        .as("%s", fleet.suite().complaintsOfGateway())
                        .isEmpty();
            }
            isSeenAgain(fleet, second);
        }
    }

    /** A worker crashes and returns meanwhile, and the one in quarantine gets next to nothing. */
    private static void outage(WatchedFleet fleet, Load load) throws Exception {
        int all = WatchedFleet.served(load, "");
        int quarantined = WatchedFleet.served(load, "demo-2");
        fleet.worker(3).crash();
        RunningSuite.await("its lease to end", () -> !fleet.isRegistered("demo-3"));
        fleet.worker(3).startAgain();
        RunningSuite.await("its return", () -> fleet.isRegistered("demo-3"));
        load.passes(PER_SECOND * Figures.seconds(60));
        int share = 100 * (WatchedFleet.served(load, "demo-2") - quarantined) / (WatchedFleet.served(load, "") - all);
        System.out.println("the worker in quarantine got " + share + " % of the requests meanwhile");
        // One in a hundred and one every two seconds are canaries, of each gateway; a fair share is 20 %.
        assertThat(share).isLessThan(5);
    }

    private static void isKnown(WatchedFleet fleet, Instant killed, Instant back) throws Exception {
        RunningSuite.await(
                "what happened meanwhile to be known",
                () -> !fleet.reputations().events("demo-3", "lease-lost").isEmpty()
                        && fleet.reputations().events("demo-3", "joined").size() == 2);
        List<JsonNode> losses = fleet.reputations().events("demo-3", "lease-lost");
        assertThat(losses).hasSize(1);
        assertThat(losses.get(0).path("adds").path("flap").asDouble()).isEqualTo(1000);
        assertThat(Instant.parse(losses.get(0).path("at").asString()))
                .as("when it was lost")
                .isBetween(killed, back);
    }

    /** Gateways report on. */
    private static void isSeenAgain(WatchedFleet fleet, URI second) throws Exception {
        fleet.worker(1).fails(0.5);
        try (Load load = new Load(PER_SECOND, fleet.suite().gateway("/"), second)) {
            RunningSuite.await(
                    "an accusation",
                    () -> !fleet.reputations().events("demo-1", "outlier").isEmpty());
            assertThat(load.sent()).isPositive();
        }
        assertThat(fleet.reputations().events("demo-1", "outlier"))
                .allMatch(event -> event.path("why").asString().endsWith("2 of 2 gateways agree"));
    }
}
