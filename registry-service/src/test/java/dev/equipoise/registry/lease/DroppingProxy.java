package dev.equipoise.registry.lease;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between workers and a registry and loses heartbeats: of a request it drops, the connection is closed before
 * anything of it has gone on.
 */
final class DroppingProxy implements AutoCloseable {

    private static final Pattern HEARTBEAT = Pattern.compile("PUT /api/v1/workers/([^/]+)/heartbeat ");
    private static final Pattern OTHER =
            Pattern.compile("[A-Z]+ /(?:api/v1/workers/([^/]+)(/session)?|register-worker)");
    private static final int HEAD = 4096;

    private final URI registry;
    private final ServerSocket server;
    private final SplittableRandom random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicInteger sessionsSeen = new AtomicInteger();
    private volatile ToDoubleFunction<String> chance = id -> 0;

    DroppingProxy(URI registry, long seed) throws IOException {
        this.registry = registry;
        this.random = new SplittableRandom(seed);
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** @param chance of each request of a worker to be lost, by worker id */
    void dropping(ToDoubleFunction<String> chance) {
        this.chance = chance;
    }

    int seen() {
        return seen.get();
    }

    int dropped() {
        return dropped.get();
    }

    int sessions() {
        return sessionsSeen.get();
    }

    /** Cuts every open session without a word. */
    void cutSessions() throws IOException {
        for (Socket session : sessions) {
            session.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                open.add(client);
                start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** One request at a time, as clients without pipelining send them. */
    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(registry.getHost(), registry.getPort())) {
            open.add(upstream);
            start(() -> pump(upstream, client));
            byte[] head = new byte[HEAD];
            int length;
            InputStream in = client.getInputStream();
            OutputStream out = upstream.getOutputStream();
            while ((length = in.read(head)) > 0) {
                String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
                if (isLost(text)) {
                    return;
                }
                if (text.contains("/session ")) {
                    sessionsSeen.incrementAndGet();
                    sessions.add(client);
                    sessions.add(upstream);
                }
                out.write(head, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            // Either side has ended.
        }
    }

    private boolean isLost(String text) {
        Matcher heartbeat = HEARTBEAT.matcher(text);
        Matcher other = OTHER.matcher(text);
        boolean beat = heartbeat.lookingAt();
        if (!beat && !other.lookingAt()) {
            return false;
        }
        String id = beat ? heartbeat.group(1) : other.group(1) == null ? idIn(text) : other.group(1);
        boolean lost;
        synchronized (random) {
            lost = random.nextDouble() < chance.applyAsDouble(id);
        }
        seen.incrementAndGet();
        if (lost) {
            dropped.incrementAndGet();
        }
        return lost;
    }

    private static String idIn(String registration) {
        Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(registration);
        return id.find() ? id.group(1) : "";
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side has ended.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "dropping-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
