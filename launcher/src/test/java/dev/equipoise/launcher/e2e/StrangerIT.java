package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.Fact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger without a key registers in the name of a worker, from the worker's own address (promise R19): what it does is
 * its own fault and nobody else's.
 */
@Tag("long")
class StrangerIT {

    private static final long SEED = 20261123;
    private static final int WORKERS = 3;
    private static final int REFUSALS_A_MINUTE = 10;
    private static final int TOO_MANY = 429;

    @TempDir
    Path directory;

    @Test
    void badRegistrationsInAWorkersNameCostItNothing() throws Exception {
        int seconds = Figures.seconds(8);
        try (WatchedFleet fleet = new WatchedFleet(directory, SEED, ScaledModel.QUICK, Map.of())) {
            fleet.join(WORKERS);
            RunningSuite.await(
                    "the end of its first probation", () -> fleet.reputations().isTrusted("demo-1"));
            String epoch = epoch(fleet);
            List<Fact> before = about("demo-1", fleet.reputations().export(directory.resolve("before.tsv")));
            assertThat(fleet.reputations().differs("demo-1", before)).isEmpty();
            fleet.worker(1).takeBeats();

            Stranger stranger = new Stranger(fleet.suite().registry("/api/v1/workers"), "demo-1", SEED);
            List<Integer> first = stranger.send(2 * REFUSALS_A_MINUTE);
            Stranger.Answers answers = stranger.send(100_000, seconds);
            System.out.println("bad registrations: " + answers + " within " + seconds + " s; heartbeats of the worker: "
                    + beats(fleet.worker(1)));

            assertThat(first.subList(0, REFUSALS_A_MINUTE)).doesNotContain(201, TOO_MANY);
            assertThat(first.subList(REFUSALS_A_MINUTE, first.size())).containsOnly(TOO_MANY);
            assertThat(answers.byStatus()).containsOnlyKeys(TOO_MANY);

            List<Fact> after = about("demo-1", fleet.reputations().export(directory.resolve("after.tsv")));
            assertThat(after).as("facts").isEqualTo(before);
            assertThat(fleet.reputations().differs("demo-1", before))
                    .as("the score, beside that of the facts before")
                    .isEmpty();
            assertThat(epoch(fleet)).as("its registration").isEqualTo(epoch);
            RunningSuite.await(
                    "another heartbeat", () -> !fleet.worker(1).takeBeats().isEmpty());
            assertThat(Files.readString(fleet.suite().state().resolve("logs").resolve("registry.log")))
                    .doesNotContain("was not heard for the length of its lease");
        }
    }

    private static List<Fact> about(String worker, List<Fact> facts) {
        return facts.stream().filter(fact -> fact.worker().equals(worker)).toList();
    }

    private static String epoch(WatchedFleet fleet) throws Exception {
        String worker = fleet.suite()
                .get(fleet.suite().registry("/api/v1/workers/demo-1"))
                .body();
        return worker.replaceAll(".*\"epoch\":(\\d+).*", "$1");
    }

    /** How many there were, and their times in milliseconds. */
    private static String beats(MoodyWorker worker) {
        long[] nanos =
                worker.takeBeats().stream().mapToLong(Long::longValue).sorted().toArray();
        assertThat(nanos).as("heartbeats while the stranger shouts").isNotEmpty();
        return nanos.length + ", at most " + Arrays.stream(nanos).max().orElse(0) / 1_000_000 + " ms";
    }
}
