package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Workers that crash and come back, at the same place or elsewhere. Leases are short, so that each crash is soon known. */
@Tag("long")
class RestlessWorkerIT {

    private static final long SEED = 20261122;
    private static final int PER_SECOND = 50;
    private static final int WORKERS = 5;
    private static final Map<String, String> SHORT_LEASES =
            Map.of("EQUIPOISE_REGISTRY_HEARTBEAT", "1s", "EQUIPOISE_REGISTRY_LEASE", "4s");

    @TempDir
    Path directory;

    @Test
    void aCrashLoopIsSuppressedAtTheFourthCrashAndReleased() throws Exception {
        ScaledModel model = ScaledModel.QUICK.calmingIn(Duration.ofSeconds(45));
        try (WatchedFleet fleet = new WatchedFleet(directory, SEED, model, SHORT_LEASES)) {
            fleet.join(WORKERS);
            MoodyWorker worker = fleet.worker(1);
            try (Load load = new Load(PER_SECOND, fleet.suite().gateway("/"))) {
                load.passes(PER_SECOND);
                long began = System.nanoTime();
                for (int crash = 1; crash <= 4; crash++) {
                    assertThat(fleet.reputations().state("demo-1"))
                            .as("before crash %d", crash)
                            .isNotEqualTo("suppressed");
                    int crashes = crash;
                    worker.crash();
                    RunningSuite.await("its lease to end", () -> !fleet.isRegistered("demo-1"));
                    worker.startAgain();
                    RunningSuite.await("its return", () -> fleet.isRegistered("demo-1"));
                    RunningSuite.await(
                            "the loss to be a fact", () -> losses(fleet).size() == crashes);
                }
                RunningSuite.await(
                        "its suppression",
                        () -> fleet.reputations().state("demo-1").equals("suppressed"));
                Figures.print("a worker in a crash loop was suppressed", began);
                assertThat(losses(fleet))
                        .allMatch(loss -> loss.path("adds").path("flap").asDouble() == 1000);
                assertThat(fleet.reputations().since("demo-1"))
                        .as("since the fourth crash")
                        .isEqualTo(Instant.parse(losses(fleet).get(0).path("at").asString()));

                RunningSuite.await(
                        "its release",
                        () -> !fleet.reputations().state("demo-1").equals("suppressed"));
                Figures.print("calm, it was released", began);
                assertThat(fleet.reputations().isUsable("demo-1")).isTrue();
                int before = WatchedFleet.served(load, "demo-1");
                RunningSuite.await("requests to it", () -> WatchedFleet.served(load, "demo-1") > before + 10);
                List<String> failures = load.finish();
                System.out.println("requests " + load.sent() + ", failed " + failures.size());
                assertThat(failures)
                        .as("%s", fleet.suite().complaintsOfGateway())
                        .isEmpty();
            }
        }
    }

    @Test
    void whoTurnsUpElsewhereWithoutAWordIsOnProbationAtOnce() throws Exception {
        try (WatchedFleet fleet = new WatchedFleet(directory, SEED, ScaledModel.QUICK, SHORT_LEASES)) {
            fleet.join(WORKERS);
            RunningSuite.await(
                    "the end of its first probation", () -> fleet.reputations().isTrusted("demo-1"));
            int port = fleet.worker(1).port();
            long began = System.nanoTime();
            fleet.worker(1).crash();
            RunningSuite.await("its lease to end", () -> !fleet.isRegistered("demo-1"));
            assertThat(fleet.reputations().events("demo-1", "address-unannounced"))
                    .isEmpty();
            fleet.worker(1).startElsewhere();
            RunningSuite.await(
                    "its probation", () -> fleet.reputations().state("demo-1").equals("probation"));
            Figures.print("crashed and back elsewhere, a worker was on probation", began);

            List<JsonNode> moves = fleet.reputations().events("demo-1", "address-unannounced");
            assertThat(moves).hasSize(1);
            assertThat(moves.get(0).path("why").asString())
                    .isEqualTo("at 127.0.0.1:" + fleet.worker(1).port() + ", not at 127.0.0.1:" + port);
            assertThat(moves.get(0).path("adds").path("proven").asDouble()).isEqualTo(5);
            // Not later than the fact itself: at once.
            assertThat(fleet.reputations().since("demo-1"))
                    .isEqualTo(Instant.parse(moves.get(0).path("at").asString()));
            assertThat(fleet.reputations().state("demo-2")).isNotEqualTo("probation");
        }
    }

    private static List<JsonNode> losses(WatchedFleet fleet) throws Exception {
        return fleet.reputations().events("demo-1", "lease-lost");
    }
}
