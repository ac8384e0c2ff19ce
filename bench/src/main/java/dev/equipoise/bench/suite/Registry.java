package dev.equipoise.bench.suite;

import dev.equipoise.core.registration.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry that enrolled one HMAC key, under which any worker on loopback may join. */
public final class Registry implements AutoCloseable {

    private static final String KEY_ID = "bench";
    private static final int SECRET_BYTES = 32;
    private static final Pattern MEMBER = Pattern.compile("\\{\"id\":");
    private static final Pattern EXPIRED =
            Pattern.compile("(?m)^equipoise_registry_expired_total(?:\\{.*\\})? (\\S+)$");

    private final Service service;
    private final SigningKey key;

    private Registry(Service service, SigningKey key) {
        this.service = service;
        this.key = key;
    }

    /**
     * @param root of the project
     * @param arguments beside those that it needs
     */
    public static Registry start(Path root, Jvm jvm, Redis redis, List<String> arguments, Path work)
            throws IOException, InterruptedException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Path file = Files.createDirectories(work).resolve("bench.hmac").toAbsolutePath();
        Files.writeString(file, Base64.getEncoder().encodeToString(secret) + "\n");
        List<String> all = new ArrayList<>(redis.arguments());
        all.addAll(List.of(
                "--equipoise.trust.keys[0].id=" + KEY_ID,
                "--equipoise.trust.keys[0].hmac-file=" + file,
                "--equipoise.trust.keys[0].worker-ids=*",
                "--equipoise.trust.keys[0].services=*",
                "--equipoise.trust.keys[0].networks=127.0.0.0/8"));
        all.addAll(arguments);
        Service service = Service.start(jvm, root.resolve("registry-service"), all, "/actuator/health/readiness", work);
        return new Registry(service, SigningKey.hmac(KEY_ID, secret));
    }

    public Service service() {
        return service;
    }

    /** The enrolled key. */
    public SigningKey key() {
        return key;
    }

    /** How many workers are in the fleet and serve. */
    public int serving() throws IOException, InterruptedException {
        return (int) MEMBER.matcher(service.get("/api/v1/workers?status=up"))
                .results()
                .count();
    }

    /** How many workers it took out because their lease had ended, since it started. */
    public long expired() throws IOException, InterruptedException {
        Matcher matcher = EXPIRED.matcher(service.get("/actuator/prometheus"));
        if (!matcher.find()) {
            throw new IOException("the registry does not tell how many workers expired");
        }
        return (long) Double.parseDouble(matcher.group(1));
    }

    @Override
    public void close() {
        service.close();
    }
}
