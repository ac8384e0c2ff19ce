package dev.equipoise.gateway.behaviour;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A worker at the level of bytes: remembers what it was sent and answers by a script, on as many connections as it gets and
 * with as many requests on each as the script leaves it open for. Reads strictly: what a gateway sends that is no HTTP
 * stands in {@link #faults}.
 */
final class ScriptedWorker implements AutoCloseable {

    /** What a worker does with a request once it has its head. */
    @FunctionalInterface
    interface Script {
        void serve(Request request) throws Exception;
    }

    /** Reads all, answers, and closes: no connection outlives a test. */
    static final Script CLOSING = request -> {
        request.body();
        request.answer("Connection: close");
        request.close();
    };

    /** Reads all, answers, and waits for the next request. */
    static final Script KEEPING = request -> {
        request.body();
        request.answer();
    };

    private final String name;
    private final ServerSocket listener;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Script script = CLOSING;

    ScriptedWorker(String name) {
        this.name = name;
        try {
            this.listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accepting", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void script(Script next) {
        script = next;
    }

    /** Those whose head came, in order. */
    List<Request> requests() {
        return requests;
    }

    /** Those whose body was read to its end, too. */
    List<Request> whole() {
        return requests.stream().filter(request -> request.whole).toList();
    }

    List<String> targets() {
        return requests.stream().map(request -> request.head.target()).toList();
    }

    /** What it was sent that is no HTTP. */
    List<String> faults() {
        return faults;
    }

    /** Connections so far. */
    int accepted() {
        return accepted.get();
    }

    /** Connections now. */
    int open() {
        return open.size();
    }

    /** As if it had just been started, but for the connections it has accepted. */
    void forget() {
        script = CLOSING;
        open.forEach(ScriptedWorker::end);
        requests.clear();
        faults.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                int number = accepted.incrementAndGet();
                open.add(socket);
                start("connection " + number, () -> serve(socket, number));
            }
        } catch (IOException closed) {
            // As it is at the end.
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            WireReader reader = new WireReader(socket.getInputStream());
            for (Head head = reader.head(); head != null; head = reader.head()) {
                Request request = new Request(head, reader, socket, number);
                requests.add(request);
                script.serve(request);
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (java.net.ProtocolException e) {
            faults.add(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            // The gateway went away, or the script did.
        } finally {
            open.remove(socket);
        }
    }

    private void start(String what, Runnable task) {
        Thread thread = new Thread(task, name + " " + what);
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(ScriptedWorker::end);
    }

    /** A request whose head was read, and the means to answer it. For the thread of its connection. */
    final class Request {

        private final Head head;
        private final WireReader reader;
        private final Socket socket;
        private final int connection;
        private WireReader.@Nullable Body body;
        private volatile boolean whole;

        private Request(Head head, WireReader reader, Socket socket, int connection) {
            this.head = head;
            this.reader = reader;
            this.socket = socket;
            this.connection = connection;
        }

        Head head() {
            return head;
        }

        /** The how manieth connection it came on, from 1 on. */
        int connection() {
            return connection;
        }

        WireReader reader() {
            return reader;
        }

        /** All of the body, read when it is first asked for. */
        WireReader.Body body() throws IOException {
            if (body == null) {
                body = reader.bodyOfRequest(head);
                whole = true;
            }
            return body;
        }

        /** 200, who answers, and what arrived. */
        void answer(String... fields) throws IOException {
            String text = name + ": " + head.method() + " " + head.target() + " " + body().text();
            write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n");
            for (String field : fields) {
                write(field + "\r\n");
            }
            write(head.method().equals("HEAD") ? "\r\n" : "\r\n" + text);
        }

        /** Every character is a byte. */
        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Waits until the gateway ends the connection; false if it sends something instead. */
        boolean awaitEnd() {
            try {
                return reader.raw().read() < 0;
            } catch (IOException reset) {
                return true;
            }
        }

        void close() throws IOException {
            socket.close();
        }

        /** Ends the connection as a process that dies does. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
