package dev.equipoise.starter.registration;

import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.SessionFrames;
import dev.equipoise.core.registration.SignedHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats over one WebSocket per lease, opened with a signed request and opened anew when it broke. The registry takes
 * a break of the connection as a first sign that the worker died. One thread beats; the same one or another closes.
 */
public final class SocketHeartbeats implements Heartbeats, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final String PATH = "/session";

    private final RegistryClient client;
    private final ExecutorService threads = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "equipoise-session");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).executor(threads).build();
    private volatile @Nullable SocketSession open;

    /** @param client signs for the leases it was granted */
    public SocketHeartbeats(RegistryClient client) {
        this.client = client;
    }

    @Override
    public void beat(Lease lease, LoadReport load) throws RegistryRefusedException, IOException, InterruptedException {
        SocketSession session = open;
        if (session == null || !session.isOf(lease)) {
            session = open(lease);
        }
        try {
            session.beat(load, TIMEOUT);
        } catch (RegistryRefusedException | IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private SocketSession open(Lease lease) throws RegistryRefusedException, IOException, InterruptedException {
        close();
        URI target = URI.create(lease.location().toString().replaceFirst("^http", "ws") + PATH);
        SignedHeaders signed = client.signer(lease).sign("GET", target.getRawPath(), new byte[0]);
        SocketSession session = new SocketSession(lease, new SessionFrames(signed.signature()));
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(TIMEOUT);
        Map.of(
                        SignedHeaders.CONTENT_DIGEST, signed.contentDigest(),
                        SignedHeaders.SIGNATURE_INPUT, signed.signatureInput(),
                        SignedHeaders.SIGNATURE, signed.signature())
                .forEach(builder::header);
        session.connected(await(builder.buildAsync(target, session), lease.location()));
        open = session;
        return session;
    }

    /** @throws RegistryRefusedException if the handshake was refused */
    private static WebSocket await(CompletableFuture<WebSocket> opening, URI registry)
            throws RegistryRefusedException, IOException, InterruptedException {
        try {
            return opening.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof WebSocketHandshakeException refused) {
                HttpResponse<?> answer = refused.getResponse();
                String body = answer.body() instanceof String text ? text : "";
                throw RegistryMessages.refusal(
                        answer.statusCode(), answer.headers(), body.getBytes(StandardCharsets.UTF_8));
            }
            throw new RegistryUnreachableException(registry, cause);
        } catch (TimeoutException e) {
            opening.cancel(true);
            throw new RegistryUnreachableException(registry, new IOException("no session within 3 s", e));
        }
    }

    @Override
    public void close() {
        SocketSession session = open;
        open = null;
        if (session != null) {
            session.end();
        }
    }
}
