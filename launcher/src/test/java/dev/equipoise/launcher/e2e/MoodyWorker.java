package dev.equipoise.launcher.e2e;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.starter.registration.Lease;
import dev.equipoise.starter.registration.Pace;
import dev.equipoise.starter.registration.RegistryClient;
import dev.equipoise.starter.registration.RegistryRefusedException;
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
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A worker that answers {@code Server: <id>}, and fails, talks nonsense, dies without a word or moves when it is told to. The
 * membership is that of the worker starter.
 */
final class MoodyWorker implements AutoCloseable {

    private final String id;
    private final URI registry;
    private final SigningKey key;
    private final SplittableRandom random;
    private final Queue<Long> beats = new ConcurrentLinkedQueue<>();
    private volatile double failing;
    private volatile boolean nonsense;
    /** Replaced by the test's thread alone. */
    private Life life;

    MoodyWorker(String id, URI registry, SigningKey key, long seed) throws IOException {
        this.id = id;
        this.registry = registry;
        this.key = key;
        this.random = new SplittableRandom(seed);
        this.life = new Life(0);
    }

    String id() {
        return id;
    }

    /** Where it listens, or did last. */
    int port() {
        return life.server.getLocalPort();
    }

    /** @param ratio of the requests that are answered 500 from now on */
    void fails(double ratio) {
        failing = ratio;
    }

    /** Answers with what is no HTTP, from now on or not any more. */
    void talksNonsense(boolean nonsense) {
        this.nonsense = nonsense;
    }

    /** As by SIGKILL: it listens and beats no more, and tells nobody. */
    void crash() throws IOException {
        life.end();
    }

    /** As if started again where it was. */
    void startAgain() throws IOException {
        life = new Life(port());
    }

    /** As if started again on another port. */
    void startElsewhere() throws IOException {
        life = new Life(0);
    }

    /** How long each heartbeat since the last call took until it was answered, in nanoseconds. */
    List<Long> takeBeats() {
        List<Long> taken = List.copyOf(beats);
        beats.clear();
        return taken;
    }

    /** From a start to a crash or the end. */
    private final class Life {

        private final ServerSocket server;
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private final WorkerMembership membership;
        private volatile boolean over;

        Life(int port) throws IOException {
            server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
            start("accepting", this::accept);
            RegistryClient client = RegistryClient.of(List.of(registry), key);
            membership = new WorkerMembership(
                    client, (lease, load) -> beat(client, lease, load), this::claims, () -> LoadReport.NONE, pace());
            membership.start();
        }

        private Pace pace() {
            synchronized (random) {
                return new Pace(
                        Duration.ofMillis(200),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        random.split(),
                        InstantSource.system());
            }
        }

        private Claims claims() {
            if (over) {
                throw new IllegalStateException("the dead do not register");
            }
            return new Claims(
                    id,
                    URI.create("http://127.0.0.1:" + server.getLocalPort()),
                    Set.of("default"),
                    "",
                    "",
                    "",
                    Capacity.UNDECLARED,
                    1,
                    Map.of());
        }

        /** Ends the thread of the membership where this life is over. */
        private void beat(RegistryClient client, Lease lease, LoadReport load)
                throws RegistryRefusedException, IOException, InterruptedException {
            if (over) {
                throw new InterruptedException("crashed");
            }
            long began = System.nanoTime();
            client.beat(lease, load);
            beats.add(System.nanoTime() - began);
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = server.accept();
                    open.add(client);
                    start("serving", () -> serve(client, open));
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        void end() throws IOException {
            over = true;
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private void serve(Socket client, Set<Socket> open) {
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
        life.membership.leave();
        life.end();
    }
}
