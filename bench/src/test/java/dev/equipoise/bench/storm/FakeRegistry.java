package dev.equipoise.bench.storm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.registration.VerifyingKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sends everybody away once, believes nothing that is not signed, and forgets the lease of one worker once. */
final class FakeRegistry implements AutoCloseable {

    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    static final byte[] SESSION = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);

    final Map<String, AtomicInteger> registrations = new ConcurrentHashMap<>();
    final Map<String, AtomicInteger> heartbeats = new ConcurrentHashMap<>();
    private final String forgotten;
    private final Set<String> unverified = ConcurrentHashMap.newKeySet();
    private final MessageVerifier verifier = new MessageVerifier(InstantSource.system());
    private final HttpServer server;

    /** @param forgotten whose first heartbeat finds no lease */
    FakeRegistry(String forgotten) throws IOException {
        this.forgotten = forgotten;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/api/v1/workers", this::answer);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    Set<String> unverified() {
        return unverified;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        boolean registers = exchange.getRequestMethod().equals("POST");
        String id = registers ? field(body) : path.split("/")[4];
        try {
            verifier.verify(message(exchange, path, body), this::key);
        } catch (RuntimeException e) {
            unverified.add(path + ": " + e.getMessage());
        }
        int times = (registers ? registrations : heartbeats)
                .computeIfAbsent(id, any -> new AtomicInteger())
                .incrementAndGet();
        if (registers && times == 1) {
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(503, -1);
        } else if (registers) {
            byte[] answer = """
                    {"id":"%s","lease":"lease","heartbeatSeconds":0.02,"sessionKey":"%s"}""".formatted(id, Base64.getEncoder().encodeToString(SESSION))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
        } else {
            exchange.sendResponseHeaders(id.equals(forgotten) && times == 1 ? 404 : 204, -1);
        }
        exchange.close();
    }

    private static String field(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).split("\"")[3];
    }

    private static SignedMessage message(HttpExchange exchange, String path, byte[] body) {
        var headers = exchange.getRequestHeaders();
        return new SignedMessage(
                exchange.getRequestMethod(),
                path,
                body,
                headers.getFirst("Content-Digest"),
                headers.getFirst("Signature-Input"),
                headers.getFirst("Signature"));
    }

    private @Nullable VerifyingKey key(String id) {
        return switch (id) {
            case "bench" -> VerifyingKey.hmac(SECRET);
            case "lease" -> VerifyingKey.hmac(SESSION);
            default -> null;
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
