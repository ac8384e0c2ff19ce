package dev.equipoise.bench.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A reputation service that trusts the keys in a directory, and keeps the files of its facts. */
public final class Reputation implements AutoCloseable {

    private static final String STANDINGS = "/api/v1/standings";
    private static final Pattern STANDING = Pattern.compile("\"multiplier\":");

    private final Service service;

    private Reputation(Service service) {
        this.service = service;
    }

    /**
     * @param root of the project
     * @param keys a directory of enrolled keys
     * @param arguments beside those that it needs
     */
    public static Reputation start(Path root, Jvm jvm, Redis redis, Path keys, List<String> arguments, Path work)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(redis.arguments());
        all.addAll(List.of(
                "--equipoise.trust.directory=" + keys.toAbsolutePath(),
                "--equipoise.reputation.export=" + work.resolve("facts").toAbsolutePath()));
        all.addAll(arguments);
        return new Reputation(
                Service.start(jvm, root.resolve("reputation-service"), all, "/actuator/health/readiness", work));
    }

    public Service service() {
        return service;
    }

    /** How many workers have a standing. */
    public int known() throws IOException, InterruptedException {
        return (int) STANDING.matcher(service.get(STANDINGS)).results().count();
    }

    /** The last facts about a worker, newest first, as JSON. */
    public String events(String worker, int limit) throws IOException, InterruptedException {
        return service.get(STANDINGS + '/' + worker + "/events?limit=" + limit);
    }

    @Override
    public void close() {
        service.close();
    }
}
