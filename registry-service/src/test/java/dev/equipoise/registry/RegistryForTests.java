package dev.equipoise.registry;

import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.redis.RedisForTests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * A registry on a free port with a Redis of its own or somebody else's, two enrolled keys, and a client that signs. Its
 * store is old enough to know everything signed from now on. Never limits, unless told what to exempt.
 */
public final class RegistryForTests implements AutoCloseable {

    /** By default nobody is called: most tests register addresses where nobody is. */
    private static final String CALL_WORKERS = "--equipoise.registry.call-workers=";

    public static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    public final SigningKey demo = SigningKey.hmac("demo", SECRET);
    public final SigningKey edKey;

    /** The public half of {@link #edKey}, X.509. */
    public final byte[] edPublic;

    private static final String EXEMPT = "--equipoise.registry.limit.exempt=";

    private final RedisForTests redis;
    private final boolean ownRedis;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    public RegistryForTests(Path directory, String... arguments) throws IOException, NoSuchAlgorithmException {
        this(new RedisForTests(), true, directory, arguments);
    }

    /** Over a Redis that others use, too, and that outlives it. Its key {@code ed} is its own. */
    public RegistryForTests(RedisForTests redis, Path directory, String... arguments)
            throws IOException, NoSuchAlgorithmException {
        this(redis, false, directory, arguments);
    }

    private RegistryForTests(RedisForTests redis, boolean ownRedis, Path directory, String... arguments)
            throws IOException, NoSuchAlgorithmException {
        this.redis = redis;
        this.ownRedis = ownRedis;
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        edPublic = pair.getPublic().getEncoded();
        edKey = SigningKey.ed25519("ed", pair.getPrivate());
        Path hmac = Files.writeString(
                directory.resolve("demo.hmac"), Base64.getEncoder().encodeToString(SECRET) + "\n");
        Path pem = Files.writeString(
                directory.resolve("ed.pub"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redis.port(),
                "--equipoise.trust.keys[0].id=demo",
                "--equipoise.trust.keys[0].hmac-file=" + hmac,
                "--equipoise.trust.keys[0].worker-ids=demo-*",
                "--equipoise.trust.keys[0].services=default",
                "--equipoise.trust.keys[0].networks=127.0.0.0/8,::1/128",
                "--equipoise.trust.keys[1].id=ed",
                "--equipoise.trust.keys[1].ed25519-file=" + pem,
                "--equipoise.trust.keys[1].worker-ids=ed-1",
                "--equipoise.trust.keys[1].services=*",
                "--equipoise.trust.keys[1].networks=10.0.0.0/8"));
        all.addAll(List.of(arguments));
        if (all.stream().noneMatch(argument -> argument.startsWith(CALL_WORKERS))) {
            all.add(CALL_WORKERS + "false");
        }
        if (all.stream().noneMatch(argument -> argument.startsWith(EXEMPT))) {
            all.add(EXEMPT + "127.0.0.0/8,::1/128");
        }
        context = SpringApplication.run(RegistryApplication.class, all.toArray(String[]::new));
        awaitStore();
    }

    /** Until messages signed now are younger than the store. */
    public void awaitStore() {
        try (RedisConnection connection = redis.connections().getConnection()) {
            byte[] meta = "eq:{fleet}:meta".getBytes(StandardCharsets.UTF_8);
            byte[] since = connection.hashCommands().hGet(meta, "since".getBytes(StandardCharsets.UTF_8));
            while (since == null
                    || Objects.requireNonNull(connection.serverCommands().time(TimeUnit.SECONDS))
                            < Long.parseLong(new String(since, StandardCharsets.UTF_8))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                since = connection.hashCommands().hGet(meta, "since".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** A part of the running registry. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All parts of this type. */
    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** Redis does not answer from now on. */
    public void endStore() {
        redis.close();
    }

    /** Redis loses everything. */
    public void loseStore() {
        try (RedisConnection connection = redis.connections().getConnection()) {
            connection.serverCommands().flushAll();
        }
    }

    public URI uri(String path) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public RawConnection connect() {
        return new RawConnection(uri("/").getPort());
    }

    /** The three headers for a request signed now with a fresh nonce. */
    public SignedHeaders sign(SigningKey key, String method, String path, String body) {
        RequestSigner signer = new RequestSigner(
                key, InstantSource.system(), () -> UUID.randomUUID().toString());
        return signer.sign(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> signed(SigningKey key, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(method, path, body, sign(key, method, path, body), "application/json");
    }

    public HttpResponse<String> send(String method, String path, String body, SignedHeaders headers, String contentType)
            throws IOException, InterruptedException {
        return send(request(method, path, body, contentType)
                .header("Content-Digest", headers.contentDigest())
                .header("Signature-Input", headers.signatureInput())
                .header("Signature", headers.signature())
                .build());
    }

    public HttpRequest.Builder request(String method, String path, String body, String contentType) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Everything Redis holds, by key, as it serialises it; without the time of the last sweep. */
    public Map<String, String> store() {
        try (RedisConnection connection = redis.connections().getConnection()) {
            connection
                    .hashCommands()
                    .hDel("eq:{fleet}:meta".getBytes(StandardCharsets.UTF_8), "swept".getBytes(StandardCharsets.UTF_8));
            Map<String, String> all = new TreeMap<>();
            for (byte[] key :
                    Objects.requireNonNull(connection.keyCommands().keys("*".getBytes(StandardCharsets.UTF_8)))) {
                all.put(
                        new String(key, StandardCharsets.UTF_8),
                        Base64.getEncoder()
                                .encodeToString(connection.keyCommands().dump(key)));
            }
            return all;
        }
    }

    @Override
    public void close() {
        context.close();
        if (ownRedis) {
            redis.close();
        }
    }
}
