package dev.equipoise.launcher.e2e;

import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A suite whose workers are moody, {@code demo-1} and so on, behind gateways that are witnesses of their own, under the eyes
 * of a reputation service. Ends everything it started.
 */
final class WatchedFleet implements AutoCloseable {

    private final RunningSuite suite;
    private final GatewayKeys keys;
    private final Reputations reputations;
    private final long seed;
    private final List<MoodyWorker> workers = new ArrayList<>();

    /**
     * @param seed of the workers; printed
     * @param environment on top of the model's
     */
    WatchedFleet(Path directory, long seed, ScaledModel model, Map<String, String> environment, String... options)
            throws Exception {
        this.seed = seed;
        System.out.println("seed " + seed);
        keys = new GatewayKeys(directory);
        Files.createDirectories(directory.resolve("trusted"));
        Map<String, String> all = new HashMap<>(model.environment());
        all.putAll(keys.environment());
        all.putAll(environment);
        suite = new RunningSuite(
                directory,
                all,
                Stream.concat(Stream.of("--workers=0", "--policy=round-robin"), Arrays.stream(options))
                        .toArray(String[]::new));
        reputations = new Reputations(suite, model.terms());
    }

    RunningSuite suite() {
        return suite;
    }

    GatewayKeys keys() {
        return keys;
    }

    Reputations reputations() {
        return reputations;
    }

    /** @param number from 1 */
    MoodyWorker worker(int number) {
        return workers.get(number - 1);
    }

    List<MoodyWorker> workers() {
        return List.copyOf(workers);
    }

    /** So many workers join; returns when gateways send to all of them and the reputation service knows them. */
    void join(int count) throws Exception {
        Path file = suite.state().resolve("keys").resolve("demo.hmac");
        SigningKey key = KeyFiles.signingKey("demo", "demo.hmac", Files.readString(file));
        for (int i = 1; i <= count; i++) {
            workers.add(new MoodyWorker("demo-" + i, suite.registry(""), key, seed + i));
        }
        for (MoodyWorker worker : workers) {
            RunningSuite.await(
                    "traffic for " + worker.id(), () -> suite.workers().contains("127.0.0.1:" + worker.port() + "\""));
        }
        RunningSuite.await("everybody to be known", () -> reputations.known("") == count);
    }

    /** A second gateway with a key of its own. @return where it listens */
    URI secondGateway(Path key) throws Exception {
        return suite.startSecondGateway(List.of("--equipoise.gateway.key=" + key));
    }

    /** Whether it has a lease; those that had one are known for longer. */
    boolean isRegistered(String worker) throws IOException, InterruptedException {
        return suite.get(suite.registry("/api/v1/workers")).body().contains("\"" + worker + "\"");
    }

    /** How many requests of this load a worker answered with 200; those of all if the id is empty. */
    static int served(Load load, String worker) {
        return load.byWorker().entrySet().stream()
                .filter(entry -> worker.isEmpty() || entry.getKey().equals("Server: " + worker))
                .mapToInt(entry -> entry.getValue().get())
                .sum();
    }

    @Override
    public void close() throws Exception {
        for (MoodyWorker worker : workers) {
            worker.close();
        }
        suite.close();
    }
}
