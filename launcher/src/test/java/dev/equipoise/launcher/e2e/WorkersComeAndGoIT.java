package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise of the first screen: workers die and return under load, and no client notices. */
class WorkersComeAndGoIT {

    private static final int PER_SECOND = 200;

    @TempDir
    Path directory;

    @Test
    void noRequestFailsWhileWorkersAreKilledStoppedAndStartedAgain() throws Exception {
        try (RunningSuite suite = new RunningSuite(directory);
                Load load = new Load(PER_SECOND, suite.gateway("/"))) {
            load.passes(400);

            long killed = System.nanoTime();
            suite.kill("worker-1");
            RunningSuite.await("the killed worker to leave", () -> !listed(suite, 1));
            Figures.print("killed worker out of /workers", killed);
            RunningSuite.await(
                    "its lease to end",
                    () -> !suite.get(suite.registry("/api/v1/workers")).body().contains("\"demo-1\""));
            Figures.print("lease of the killed worker ended", killed);

            long started = System.nanoTime();
            suite.startAgain("worker-1");
            RunningSuite.await("the worker to be back", () -> listed(suite, 1));
            Figures.print("started worker in /workers again", started);

            suite.terminate("worker-2");
            RunningSuite.await("the stopped worker to leave", () -> !listed(suite, 2));
            load.passes(200);
            suite.startAgain("worker-2");
            RunningSuite.await("the worker to be back", () -> listed(suite, 2));
            load.passes(Figures.requests(PER_SECOND));

            List<String> failures = load.finish();
            System.out.println("requests " + load.sent() + ", failed " + failures.size() + ", " + load.byWorker());
            assertThat(failures)
                    .as("failures of %d requests; %s", load.sent(), suite.complaintsOfGateway())
                    .isEmpty();
            assertThat(load.byWorker()).hasSize(3);

            assertThat(suite.stop()).as("exit code of up").isZero();
            assertThat(suite.printed()).contains("Stopped after");
        }
    }

    @Test
    @Tag("long")
    void noRequestFailsWhileWorkersAreKilledAtRandom() throws Exception {
        long seed = Long.getLong("e2e.seed", System.nanoTime());
        int kills = Integer.getInteger("e2e.kills", 3);
        System.out.println("random kills: " + kills + ", seed " + seed);
        Random random = new Random(seed);
        try (RunningSuite suite = new RunningSuite(directory, "--policy=least-connections");
                Load load = new Load(PER_SECOND, suite.gateway("/"))) {
            for (int i = 0; i < kills; i++) {
                load.passes(1 + random.nextInt(PER_SECOND));
                int victim = 1 + random.nextInt(3);
                suite.kill("worker-" + victim);
                RunningSuite.await("the killed worker to leave", () -> !listed(suite, victim));
                suite.startAgain("worker-" + victim);
                RunningSuite.await("the worker to be back", () -> listed(suite, victim));
            }
            load.passes(PER_SECOND);

            List<String> failures = load.finish();
            System.out.println("requests " + load.sent() + ", failed " + failures.size() + ", " + load.byWorker());
            assertThat(failures)
                    .as("seed %d, failures of %d requests; %s", seed, load.sent(), suite.complaintsOfGateway())
                    .isEmpty();
        }
    }

    private static boolean listed(RunningSuite suite, int worker) throws Exception {
        return suite.workers().contains(suite.addressOfWorker(worker));
    }
}
