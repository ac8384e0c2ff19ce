package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.redis.RedisClusterForTests;
import dev.equipoise.redis.RedisProcess;
import dev.equipoise.redis.RedisSentinelForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary of the store dies under load and a replica takes over: no request fails, no worker is lost. */
@Tag("long")
class FailoversIT {

    private static final int PER_SECOND = 100;
    private static final Pattern LEASE_ENDS = Pattern.compile("\"leaseEnds\":\"([^\"]+)\"");
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d+)");

    @TempDir
    Path directory;

    @Test
    void aPrimaryThatSentinelsWatchDies() throws Exception {
        try (RedisSentinelForTests servers = new RedisSentinelForTests()) {
            dies(servers.url(), () -> Optional.of(servers.primary()));
        }
    }

    @Test
    void theNodeOfAClusterThatHasTheFleetDies() throws Exception {
        try (RedisClusterForTests servers = new RedisClusterForTests()) {
            dies(servers.url(), () -> servers.ownerOf("eq:{fleet}:meta"));
        }
    }

    private void dies(String url, Supplier<Optional<RedisProcess>> primary) throws Exception {
        try (RunningSuite suite = new RunningSuite(directory, "--redis=" + url);
                Load load = new Load(PER_SECOND, suite.gateway("/"))) {
            load.passes(PER_SECOND * 2);
            List<Long> epochs = epochs(suite);
            assertThat(epochs).as("workers before").hasSize(3);

            RedisProcess old = primary.get().orElseThrow();
            List<Instant> leasesBefore = leaseEnds(suite);
            long died = System.nanoTime();
            old.kill();
            RunningSuite.await(
                    "a successor", () -> primary.get().filter(now -> now != old).isPresent());
            Figures.print("a successor for the primary", died);
            RunningSuite.await("the registry to answer", () -> leaseEnds(suite).size() == 3);
            Figures.print("the registry answered, and knew all workers,", died);
            RunningSuite.await("a heartbeat of every worker", () -> renewed(suite, leasesBefore));
            Figures.print("every worker had renewed its lease", died);

            // Longer than a lease, so that one which nobody renews would end.
            load.passes(PER_SECOND * Math.max(17, Figures.seconds(17)));
            List<Long> after = epochs(suite);
            after.removeAll(epochs);
            System.out.println("workers that had to register again: " + after.size());
            assertThat(epochs(suite)).as("workers after").hasSize(3);

            leavesAndComesBack(suite);

            List<String> failures = load.finish();
            System.out.println("requests " + load.sent() + ", failed " + failures.size() + ", " + load.byWorker());
            assertThat(Files.readString(suite.state().resolve("logs").resolve("registry.log")))
                    .contains("Started RegistryApplication")
                    .doesNotContain("was not heard for the length of its lease");
            assertThat(failures)
                    .as("failures of %d requests; %s", load.sent(), suite.complaintsOfGateway())
                    .isEmpty();
        }
    }

    /** The gateway follows the change log of the successor. */
    private static void leavesAndComesBack(RunningSuite suite) throws Exception {
        String address = suite.addressOfWorker(3);
        suite.terminate("worker-3");
        RunningSuite.await(
                "the gateway to hear that a worker left", () -> !suite.workers().contains(address));
        suite.startAgain("worker-3");
        RunningSuite.await(
                "the gateway to hear that it came back", () -> suite.workers().contains(address));
    }

    private static boolean renewed(RunningSuite suite, List<Instant> before) throws Exception {
        List<Instant> now = leaseEnds(suite);
        Instant latest = before.stream().max(Instant::compareTo).orElseThrow();
        return now.size() == before.size() && now.stream().allMatch(end -> end.isAfter(latest));
    }

    private static List<Instant> leaseEnds(RunningSuite suite) throws Exception {
        return matches(suite, LEASE_ENDS).stream().map(Instant::parse).toList();
    }

    private static List<Long> epochs(RunningSuite suite) throws Exception {
        return new ArrayList<>(
                matches(suite, EPOCH).stream().map(Long::parseLong).toList());
    }

    private static List<String> matches(RunningSuite suite, Pattern pattern) throws Exception {
        Matcher matcher =
                pattern.matcher(suite.get(suite.registry("/api/v1/workers")).body());
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
