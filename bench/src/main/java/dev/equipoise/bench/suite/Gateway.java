package dev.equipoise.bench.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A gateway that follows the change log and names the worker of each answer. */
public final class Gateway implements AutoCloseable {

    /** In which answers name their worker. */
    public static final String WORKER = "Equipoise-Worker";

    /** In which requests carry what is hashed. */
    public static final String KEY = "X-Key";

    private final Service service;

    private Gateway(Service service) {
        this.service = service;
    }

    /** @param root of the project */
    public static Gateway start(Path root, Jvm jvm, Redis redis, List<String> arguments, Path work)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(redis.arguments());
        all.addAll(List.of(
                // One port for both, so that one free port is enough.
                "--management.server.port=${server.port}",
                "--equipoise.gateway.expose-worker=true",
                "--equipoise.gateway.hash-on=header:" + KEY));
        all.addAll(arguments);
        return new Gateway(
                Service.start(jvm, root.resolve("balancer-gateway"), all, "/actuator/health/readiness", work));
    }

    public Service service() {
        return service;
    }

    /** The number of workers that may get traffic. */
    public int workers() throws IOException, InterruptedException {
        String addresses = service.get("/workers");
        return addresses.equals("[]") ? 0 : addresses.split(",", -1).length;
    }

    @Override
    public void close() {
        service.close();
    }
}
