package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis and the registry go away under load, one after the other, and come back: no request fails, no worker is lost. */
@Tag("long")
class OutagesIT {

    private static final int PER_SECOND = 200;
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":");

    @TempDir
    Path directory;

    @Test
    void routingOutlivesRedisAndTheRegistry() throws Exception {
        try (RestartableRedis redis = new RestartableRedis(directory.resolve("redis"));
                RunningSuite suite = new RunningSuite(directory, "--redis=" + redis.url());
                Load load = new Load(PER_SECOND, suite.gateway("/"))) {
            load.passes(200);

            redis.kill();
            load.passes(PER_SECOND * Figures.seconds(5));
            assertThat(suite.workers()).as("workers while Redis is away").contains(suite.addressOfWorker(3));
            long back = System.nanoTime();
            redis.start();
            RunningSuite.await("all workers to register again", () -> registered(suite) == 3);
            Figures.print("all workers registered again in an empty Redis", back);
            assertThat(suite.workers()).contains(suite.addressOfWorker(1), suite.addressOfWorker(2));

            suite.kill("registry");
            load.passes(PER_SECOND);
            // The dead are found out by the gateway alone now.
            suite.kill("worker-3");
            // Longer than a lease, so that every lease would have ended.
            load.passes(PER_SECOND * Math.max(17, Figures.seconds(17)));
            assertThat(suite.workers()).doesNotContain(suite.addressOfWorker(3));
            suite.startAgain("registry");
            RunningSuite.await(
                    "the registry to be back",
                    () -> suite.get(suite.registry("/actuator/health/readiness"))
                                    .statusCode()
                            == 200);
            long returned = System.nanoTime();
            assertThat(registered(suite)).as("workers in the registry").isEqualTo(3);
            RunningSuite.await("the dead worker to be out", () -> registered(suite) == 2);
            Figures.print("worker that died meanwhile out of the registry", returned);
            suite.startAgain("worker-3");
            RunningSuite.await("the worker to be back", () -> suite.workers().contains(suite.addressOfWorker(3)));
            load.passes(PER_SECOND);
            assertThat(Files.readAllLines(suite.state().resolve("logs").resolve("registry-again.log")))
                    .anyMatch(line -> line.contains("Started RegistryApplication"))
                    .filteredOn(line -> line.contains("was not heard for the length of its lease"))
                    .singleElement()
                    .asString()
                    .contains("demo-3");

            List<String> failures = load.finish();
            System.out.println("requests " + load.sent() + ", failed " + failures.size() + ", " + load.byWorker());
            assertThat(failures)
                    .as("failures of %d requests; %s", load.sent(), suite.complaintsOfGateway())
                    .isEmpty();
        }
    }

    private static long registered(RunningSuite suite) throws Exception {
        String list = suite.get(suite.registry("/api/v1/workers")).body();
        return EPOCH.matcher(list).results().count();
    }
}
