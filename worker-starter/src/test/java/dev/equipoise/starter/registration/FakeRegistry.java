package dev.equipoise.starter.registration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.core.registration.VerifyingKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The registry's HTTP contract with one enrolled key: verifies every signature, and fails when told to. */
public final class FakeRegistry implements AutoCloseable {

    /** The enrolled secret and its text form in a key file. */
    public static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    public static final String KEY_FILE = Base64.getEncoder().encodeToString(SECRET) + "\n";
    public static final SigningKey KEY = SigningKey.hmac("demo", SECRET);

    /** One request that was let in. */
    public record Call(String name, String path, JsonNode body) {}

    /** An answer instead of the usual one. */
    public record Answer(int status, Map<String, String> headers, String body) {

        public static Answer problem(int status, String slug, String detail) {
            return new Answer(
                    status,
                    Map.of("Content-Type", "application/problem+json"),
                    "{\"type\":\"https://equipoise.dev/problems/" + slug + "\",\"detail\":\"" + detail + "\"}");
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MessageVerifier verifier = new MessageVerifier(InstantSource.system());
    private final Map<String, Deque<Answer>> scripts = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final VerifyingKey enrolled;
    private final HttpServer server;

    // Guarded by this.
    private final List<Call> calls = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Set<String> nonces = new HashSet<>();
    private String lease = "";
    private byte[] session = {};
    private int registrations;
    private double leaseSeconds = 15;

    public FakeRegistry() throws IOException {
        this(0, VerifyingKey.hmac(SECRET));
    }

    public FakeRegistry(int port, VerifyingKey enrolled) throws IOException {
        this.enrolled = enrolled;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** A port nobody listens on, as far as one can know. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers the next requests of this name so, one each, and goes on as usual after. */
    public void script(String name, Answer... answers) {
        scripts.computeIfAbsent(name, any -> new ConcurrentLinkedDeque<>()).addAll(List.of(answers));
    }

    /** From the next registration on. */
    public synchronized void leaseSeconds(double seconds) {
        leaseSeconds = seconds;
    }

    /** As if the lease had expired. */
    public synchronized void forgetLease() {
        lease = "";
    }

    public synchronized void note(String name) {
        calls.add(new Call(name, "", JSON.missingNode()));
        notifyAll();
    }

    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<String> names() {
        return calls().stream().map(Call::name).toList();
    }

    public long count(String name) {
        return names().stream().filter(name::equals).count();
    }

    /** What failed verification; empty in a healthy test. */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** Waits until {@code name} was called this often in all, and returns the latest of these calls. */
    public synchronized Call await(String name, int times) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            List<Call> matching =
                    calls.stream().filter(call -> call.name().equals(name)).toList();
            if (matching.size() >= times) {
                return matching.get(times - 1);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("waited for " + times + " × " + name + ", saw " + names() + ", " + refused);
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, body);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Answer answer(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getRawPath();
        String name = name(exchange.getRequestMethod(), path);
        try {
            Proof proof = verifier.verify(message(exchange, path, body), keyId -> key(name, keyId));
            if (!nonces.add(proof.nonce())) {
                refused.add(name + ": replayed");
                return Answer.problem(401, "replayed", "Seen before.");
            }
        } catch (RefusedException e) {
            if (name.equals("heartbeat") && e.refusal().slug().equals("unknown-key")) {
                return Answer.problem(404, "unknown-lease", "No such lease.");
            }
            refused.add(name + ": " + e.getMessage());
            return Answer.problem(401, e.refusal().slug(), e.getMessage());
        }
        calls.add(new Call(name, path, body.length == 0 ? JSON.missingNode() : JSON.readTree(body)));
        notifyAll();
        Answer scripted =
                scripts.getOrDefault(name, new ConcurrentLinkedDeque<>()).poll();
        if (scripted != null) {
            return scripted;
        }
        return name.equals("register") ? register(JSON.readTree(body)) : new Answer(204, Map.of(), "");
    }

    private Answer register(JsonNode body) {
        registrations++;
        lease = "lease-" + registrations;
        session = ("session-" + registrations + "-0123456789abcdef0123456789").getBytes(StandardCharsets.US_ASCII);
        String answer = "{\"id\":\"%s\",\"lease\":\"%s\",\"leaseSeconds\":%s,\"heartbeatSeconds\":0.05,"
                .formatted(body.path("id").asString(), lease, leaseSeconds);
        return new Answer(
                201,
                Map.of("Location", url() + "/api/v1/workers/" + body.path("id").asString()),
                answer + "\"sessionKey\":\"" + Base64.getEncoder().encodeToString(session) + "\",\"epoch\":"
                        + registrations + "}");
    }

    private @Nullable VerifyingKey key(String name, String keyId) {
        if (name.equals("heartbeat")) {
            return keyId.equals(lease) ? VerifyingKey.hmac(session) : null;
        }
        return keyId.equals("demo") ? enrolled : null;
    }

    private static String name(String method, String path) {
        return switch (method) {
            case "PUT" -> "heartbeat";
            case "DELETE" -> "leave";
            default -> path.endsWith("/drain") ? "drain" : "register";
        };
    }

    private static SignedMessage message(HttpExchange exchange, String path, byte[] body) {
        var headers = exchange.getRequestHeaders();
        return new SignedMessage(
                exchange.getRequestMethod(),
                path,
                body,
                headers.getFirst(SignedHeaders.CONTENT_DIGEST),
                headers.getFirst(SignedHeaders.SIGNATURE_INPUT),
                headers.getFirst(SignedHeaders.SIGNATURE));
    }
}
