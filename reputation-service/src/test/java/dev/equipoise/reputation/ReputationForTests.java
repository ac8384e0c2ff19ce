package dev.equipoise.reputation;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.Session;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.redis.RedisForTests;
import dev.equipoise.redis.membership.MembershipLimits;
import dev.equipoise.redis.membership.RedisMembership;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A reputation service on a free port over a Redis, with a gateway's key, a worker's key and an operator's token; and the
 * registry's side of the store. Never limits anybody.
 */
public final class ReputationForTests implements AutoCloseable {

    public static final String TOKEN = "0123456789abcdef0123456789abcdef-operator";
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final SigningKey gateway = SigningKey.hmac("gateway", SECRET);
    public final SigningKey worker = SigningKey.hmac("worker", SECRET);

    private final RedisMembership registry;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    public ReputationForTests(RedisForTests redis, Path directory, String... arguments) throws IOException {
        registry = new RedisMembership(
                new StringRedisTemplate(redis.connections()), LeaseTerms.DEFAULT, new MembershipLimits(100, 1000));
        Path hmac = Files.writeString(
                directory.resolve("key.hmac"), Base64.getEncoder().encodeToString(SECRET) + "\n");
        Path token = Files.writeString(directory.resolve("operator.token"), TOKEN + "\n");
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redis.port(),
                "--equipoise.reputation.operator-token-file=" + token,
                "--equipoise.reputation.limit.exempt=127.0.0.0/8,::1/128",
                "--equipoise.trust.keys[0].id=gateway",
                "--equipoise.trust.keys[0].role=gateway",
                "--equipoise.trust.keys[0].hmac-file=" + hmac,
                "--equipoise.trust.keys[1].id=worker",
                "--equipoise.trust.keys[1].worker-ids=*",
                "--equipoise.trust.keys[1].services=*",
                "--equipoise.trust.keys[1].networks=10.0.0.0/8",
                "--equipoise.trust.keys[1].hmac-file=" + hmac));
        all.addAll(List.of(arguments));
        context = SpringApplication.run(ReputationApplication.class, all.toArray(String[]::new));
    }

    /** A worker joins the fleet, as the registry writes it down. */
    public void join(String id, String address, String owner) throws Exception {
        Claims claims = new Claims(
                id, URI.create("http://" + address), Set.of("default"), "", "", "", Capacity.UNDECLARED, 1, Map.of());
        Session session = new Session("lease-" + UUID.randomUUID(), "worker", new byte[32]);
        // A store that was just born takes nothing that was signed in its first second.
        until("the store takes " + id, () -> {
            try {
                registry.register(
                        new Registration(claims, session, true, "", owner),
                        new Proof("worker", UUID.randomUUID().toString(), Instant.now()));
                return true;
            } catch (RefusedException e) {
                return false;
            }
        });
    }

    public void leave(String id) {
        registry.leave(id, new Proof("worker", UUID.randomUUID().toString(), Instant.now()));
    }

    /** All parts of this type. */
    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public URI uri(String path) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    public HttpResponse<String> signed(SigningKey key, String path, String body)
            throws IOException, InterruptedException {
        SignedHeaders headers = new RequestSigner(
                        key, InstantSource.system(), () -> UUID.randomUUID().toString())
                .sign("POST", path, body.getBytes(StandardCharsets.UTF_8));
        return send(headers, path, body);
    }

    public SignedHeaders sign(SigningKey key, String path, String body) {
        return new RequestSigner(
                        key, InstantSource.system(), () -> UUID.randomUUID().toString())
                .sign("POST", path, body.getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> send(SignedHeaders headers, String path, String body)
            throws IOException, InterruptedException {
        return send(json(path, body)
                .header("Content-Digest", headers.contentDigest())
                .header("Signature-Input", headers.signatureInput())
                .header("Signature", headers.signature())
                .build());
    }

    public HttpResponse<String> operator(String path, String body) throws IOException, InterruptedException {
        return send(json(path, body).header("Authorization", "Bearer " + TOKEN).build());
    }

    public HttpRequest.Builder json(String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Waits for a condition, at most half a minute. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("never happened: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
