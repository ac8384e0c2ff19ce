package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.Fact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis is lost and comes back empty: the reputation service puts all facts back from the files it keeps, and scores are those of
 * before, to the last bit.
 */
@Tag("long")
class LostFactsIT {

    private static final long SEED = 20261125;
    private static final int PER_SECOND = 50;
    private static final int WORKERS = 4;
    private static final Map<String, String> SHORT_LEASES =
            Map.of("EQUIPOISE_REGISTRY_HEARTBEAT", "1s", "EQUIPOISE_REGISTRY_LEASE", "4s");

    @TempDir
    Path directory;

    @Test
    void scoresAreTheSameToTheLastBitAfterRedisLostEverything() throws Exception {
        // A tenth has no end in binary: what is written and read must not round it.
        ScaledModel model = ScaledModel.QUICK.with("WEIGHTS_LEASELOST_BEHAVIOUR", "2.1");
        try (RestartableRedis redis = new RestartableRedis(directory.resolve("redis"));
                WatchedFleet fleet = new WatchedFleet(directory, SEED, model, SHORT_LEASES, "--redis=" + redis.url())) {
            fleet.join(WORKERS);
            fleet.worker(1).crash();
            RunningSuite.await("its lease to end", () -> !fleet.isRegistered("demo-1"));
            fleet.worker(1).startAgain();
            RunningSuite.await(
                    "the loss to be a fact",
                    () -> !fleet.reputations().events("demo-1", "lease-lost").isEmpty());
            fleet.reputations().say("quarantine", "demo-2");
            RunningSuite.await(
                    "the quarantine", () -> fleet.reputations().state("demo-2").equals("quarantined"));

            try (Load load = new Load(PER_SECOND, fleet.suite().gateway("/"))) {
                load.passes(PER_SECOND);
                Path before = directory.resolve("before.tsv");
                List<Fact> facts = fleet.reputations().export(before);
                assertSame(fleet, facts, "before");

                redis.kill();
                load.passes(2 * PER_SECOND);
                long back = System.nanoTime();
                redis.start();
                Path after = directory.resolve("after.tsv");
                RunningSuite.await(
                        "the facts to be back",
                        () -> fleet.reputations().export(after).size() >= facts.size());
                Figures.print("an empty Redis had all facts again", back);
                RunningSuite.await("all workers to be back", () -> registered(fleet) == WORKERS);
                RunningSuite.await(
                        "the standings to be back",
                        () -> fleet.reputations().state("demo-2").equals("quarantined"));

                List<Fact> all = fleet.reputations().export(after);
                assertThat(Files.readAllLines(after))
                        .as("the log, with its hashes")
                        .startsWith(Files.readAllLines(before).toArray(String[]::new));
                assertSame(fleet, all, "after");
                Set<String> unchanged = new HashSet<>();
                fleet.workers().forEach(worker -> unchanged.add(worker.id()));
                all.subList(facts.size(), all.size()).forEach(fact -> unchanged.remove(fact.worker()));
                System.out.println(
                        facts.size() + " facts before, " + all.size() + " after; nothing new about " + unchanged);
                assertThat(unchanged).contains("demo-2");
                for (String worker : unchanged) {
                    assertThat(fleet.reputations().differs(worker, facts)).isEmpty();
                }

                List<String> failures = load.finish();
                System.out.println("requests " + load.sent() + ", failed " + failures.size());
                assertThat(failures)
                        .as("%s", fleet.suite().complaintsOfGateway())
                        .isEmpty();
            }
            assertThat(Files.readString(fleet.suite().state().resolve("logs").resolve("reputation.log")))
                    .contains("The log of facts is empty and there is an export: it is restored");
        }
    }

    private static void assertSame(WatchedFleet fleet, List<Fact> facts, String when) throws Exception {
        for (MoodyWorker worker : fleet.workers()) {
            assertThat(fleet.reputations().differs(worker.id(), facts))
                    .as("%s %s the loss, beside a replay of the log", worker.id(), when)
                    .isEmpty();
        }
    }

    private static int registered(WatchedFleet fleet) throws Exception {
        int registered = 0;
        for (MoodyWorker worker : fleet.workers()) {
            registered += fleet.isRegistered(worker.id()) ? 1 : 0;
        }
        return registered;
    }
}
