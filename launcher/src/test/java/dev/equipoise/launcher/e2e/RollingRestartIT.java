package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every component is stopped and started again, one by one, under load (promise R6). There are two gateways, and the
 * clients go to the other one where a connection is refused, as they would through a virtual address.
 */
@Tag("long")
class RollingRestartIT {

    private static final int PER_SECOND = 200;

    @TempDir
    Path directory;

    @Test
    void noRequestFailsWhileEverythingIsStartedAnew() throws Exception {
        // The last worker stays: `up` ends when all the parts it started have ended.
        try (RestartableRedis redis = new RestartableRedis(directory.resolve("redis"));
                RunningSuite suite = new RunningSuite(directory, "--workers=3", "--redis=" + redis.url())) {
            URI second = suite.startSecondGateway();
            try (Load load = new Load(PER_SECOND, suite.gateway("/"), second)) {
                load.passes(PER_SECOND);
                for (int worker = 1; worker <= 2; worker++) {
                    String address = suite.addressOfWorker(worker);
                    suite.terminate("worker-" + worker);
                    RunningSuite.await(
                            "the worker to leave", () -> !suite.workers().contains(address));
                    suite.startAgain("worker-" + worker);
                    RunningSuite.await(
                            "the worker to be back", () -> suite.workers().contains(address));
                }

                suite.terminate("registry");
                suite.startAgain("registry");
                RunningSuite.await(
                        "the registry to be back",
                        () -> suite.get(suite.registry("/actuator/health/readiness"))
                                        .statusCode()
                                == 200);
                load.passes(PER_SECOND);

                redis.kill();
                redis.start();
                RunningSuite.await(
                        "all workers to register again",
                        () -> isRegistered(suite, "demo-1")
                                && isRegistered(suite, "demo-2")
                                && isRegistered(suite, "demo-3"));
                load.passes(PER_SECOND);

                suite.terminate("gateway");
                suite.startAgain("gateway");
                RunningSuite.await(
                        "the gateway", () -> suite.get(suite.gateway("/")).statusCode() == 200);
                load.passes(PER_SECOND);
                suite.terminate("gateway-2");
                suite.startAgain("gateway-2");
                RunningSuite.await("the second gateway", () -> suite.get(second).statusCode() == 200);
                load.passes(PER_SECOND);

                List<String> failures = load.finish();
                System.out.println("rolling restart: requests " + load.sent() + ", failed " + failures.size());
                assertThat(failures)
                        .as("failures of %d requests; %s", load.sent(), suite.complaintsOfGateway())
                        .isEmpty();
            }
        }
    }

    private static boolean isRegistered(RunningSuite suite, String id) throws Exception {
        return suite.get(suite.registry("/api/v1/workers/" + id)).statusCode() == 200;
    }
}
