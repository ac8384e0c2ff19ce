package dev.equipoise.launcher.e2e;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.starter.registration.Pace;
import dev.equipoise.starter.registration.RegistryClient;
import dev.equipoise.starter.registration.WorkerMembership;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** A worker that answers {@code Server: <id>}, and fails or talks nonsense when it is told to. */
final class MoodyWorker implements AutoCloseable {

    private final String id;
    private final ServerSocket server;
    private final SplittableRandom random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final WorkerMembership membership;
    private volatile double failing;
    private volatile boolean nonsense;

    MoodyWorker(String id, URI registry, SigningKey key, long seed) throws IOException {
        this.id = id;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.random = new SplittableRandom(seed);
        start("accepting", this::accept);
        Claims claims = new Claims(
                id,
                URI.create("http://127.0.0.1:" + server.getLocalPort()),
                Set.of("default"),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                Map.of());
        RegistryClient client = RegistryClient.of(List.of(registry), key);
        Pace pace = new Pace(
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                random.split(),
                InstantSource.system());
        membership = new WorkerMembership(client, client::beat, () -> claims, () -> LoadReport.NONE, pace);
        membership.start();
    }

    /** @param ratio of the requests that are answered 500 from now on */
    void fails(double ratio) {
        failing = ratio;
    }

    /** Answers with what is no HTTP, from now on or not any more. */
    void talksNonsense(boolean nonsense) {
        this.nonsense = nonsense;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                open.add(client);
                start("serving", () -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            int ends = 0;
            int read;
            while ((read = in.read()) >= 0) {
                ends = read == '\n' ? ends + 1 : read == '\r' ? ends : 0;
                if (ends == 2) {
                    ends = 0;
                    client.getOutputStream().write(answer().getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // Either side has ended.
        } finally {
            open.remove(client);
        }
    }

    private String answer() {
        if (nonsense) {
            return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot-a-length\r\nnonsense\r\n\r\n";
        }
        boolean fails;
        synchronized (random) {
            fails = random.nextDouble() < failing;
        }
        String body = "Server: " + id + ", moody";
        return "HTTP/1.1 " + (fails ? "500 Internal Server Error" : "200 OK") + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static void start(String what, Runnable task) {
        Thread thread = new Thread(task, "moody-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        membership.leave();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
