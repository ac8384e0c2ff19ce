package dev.equipoise.gateway.behaviour;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy that does to connections what networks and dying processes do. Each connection gets, when it is accepted, the fault
 * that the plan gives its number. Counts what it did, and prints it with its seed when it is closed.
 */
final class FaultProxy implements AutoCloseable {

    /** What happens to a connection. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** Each piece is held for a few milliseconds, either way. */
        LATENCY,
        /** Bytes arrive in pieces of one to seven, either way. */
        SLICING,
        /** 64 KiB a second, either way. */
        BANDWIDTH,
        /** Ended with RST when the first bytes of the client come: they never arrive. */
        RESET_AT_REQUEST,
        /** Ended with RST when the server has sent some bytes, all of which but the last are passed on. */
        RESET_IN_ANSWER,
        /** Accepted, and nothing is ever read or sent: a process that is stopped. */
        NEVER_ANSWER,
        /** Passed on until the first answer has been; from then on swallowed without a word: a host that is gone. */
        HALF_OPEN
    }

    /** Which connection gets what. */
    @FunctionalInterface
    interface Plan {
        /** @param number from 1 on */
        Fault of(int number, SplittableRandom random);
    }

    private static final int PIECE = 8192;

    private final int target;
    private final long seed;
    private final SplittableRandom random;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Fault, AtomicLong> counts = new ConcurrentSkipListMap<>();
    private final AtomicLong requestBytes = new AtomicLong();
    private final AtomicLong answerBytes = new AtomicLong();
    private volatile Plan plan;
    private int connections;

    /** @param target port of loopback */
    FaultProxy(int target, long seed, Plan plan) {
        this.target = target;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.plan = plan;
        try {
            this.listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** For the connections to come. */
    void plan(Plan next) {
        plan = next;
    }

    long count(Fault fault) {
        AtomicLong count = counts.get(fault);
        return count == null ? 0 : count.get();
    }

    /** As if it had just been started, but for the numbers of the connections to come: no fault, nobody connected. */
    void forget() {
        plan = (number, chance) -> Fault.NONE;
        resetAll();
        counts.clear();
    }

    /** Ends what there is with RST. */
    void resetAll() {
        open.forEach(FaultProxy::reset);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                SplittableRandom own = random.split();
                Fault fault = plan.of(++connections, own);
                counts.computeIfAbsent(fault, any -> new AtomicLong()).incrementAndGet();
                if (fault != Fault.NEVER_ANSWER) {
                    start(() -> connect(client, fault, own));
                }
            }
        } catch (IOException closed) {
            // As it is at the end.
        }
    }

    private void connect(Socket client, Fault fault, SplittableRandom own) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            server.setTcpNoDelay(true);
            open.add(server);
            Link link = new Link(client, server, fault);
            SplittableRandom back = own.split();
            start(() -> link.pump(client, server, requestBytes, true, own));
            start(() -> link.pump(server, client, answerBytes, false, back));
        } catch (IOException refused) {
            reset(client);
        }
    }

    /** Both ways of a connection. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private final Fault fault;
        private volatile boolean answered;

        Link(Socket client, Socket server, Fault fault) {
            this.client = client;
            this.server = server;
            this.fault = fault;
        }

        void pump(Socket from, Socket to, AtomicLong bytes, boolean request, SplittableRandom chance) {
            byte[] piece = new byte[PIECE];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int read;
                while ((read = in.read(piece)) >= 0) {
                    bytes.addAndGet(read);
                    if (!pass(piece, read, out, request, chance)) {
                        return;
                    }
                }
                to.shutdownOutput();
            } catch (IOException | InterruptedException ended) {
                reset(from);
                reset(to);
            } finally {
                if (request) {
                    open.remove(from);
                }
            }
        }

        /** @return whether to go on */
        private boolean pass(byte[] piece, int length, OutputStream out, boolean request, SplittableRandom chance)
                throws IOException, InterruptedException {
            switch (fault) {
                case RESET_AT_REQUEST -> {
                    reset(client);
                    reset(server);
                    return false;
                }
                case RESET_IN_ANSWER -> {
                    if (!request) {
                        out.write(piece, 0, length - 1);
                        reset(client);
                        reset(server);
                        return false;
                    }
                    out.write(piece, 0, length);
                }
                case HALF_OPEN -> {
                    if (request && answered) {
                        return true;
                    }
                    out.write(piece, 0, length);
                    answered |= !request;
                }
                case SLICING -> slice(piece, length, out, chance);
                case LATENCY -> {
                    Thread.sleep(1 + chance.nextInt(10));
                    out.write(piece, 0, length);
                }
                case BANDWIDTH -> {
                    out.write(piece, 0, length);
                    Thread.sleep(length * 1000L / (64 * 1024));
                }
                default -> out.write(piece, 0, length);
            }
            return true;
        }

        private void slice(byte[] piece, int length, OutputStream out, SplittableRandom chance) throws IOException {
            for (int at = 0; at < length; ) {
                int next = Math.min(length - at, 1 + chance.nextInt(7));
                out.write(piece, at, next);
                out.flush();
                at += next;
            }
        }
    }

    private static void reset(@Nullable Socket socket) {
        try {
            if (socket != null && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException e) {
            // It is gone.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String toString() {
        return "fault proxy, seed " + seed + ": connections " + counts + ", " + requestBytes + " bytes of requests, "
                + answerBytes + " of answers";
    }

    @Override
    public void close() throws IOException {
        System.out.println(this);
        listener.close();
        resetAll();
    }
}
