package dev.equipoise.gateway.lanes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker that keeps its connections and does with each request what the test says, at the level of bytes. */
final class SocketWorker implements AutoCloseable {

    /** What to do with a request: its head, and the connection. */
    interface Script {
        void answer(String head, InputStream in, OutputStream out, Socket connection) throws Exception;
    }

    final List<String> heads = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger closedByGateway = new AtomicInteger();
    final List<Socket> open = new CopyOnWriteArrayList<>();
    volatile Script script =
            (head, in, out, connection) -> reply(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    private final ServerSocket listener;

    SocketWorker() {
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket connection = listener.accept();
                    connections.incrementAndGet();
                    open.add(connection);
                    daemon(() -> serve(connection));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    String hostAndPort() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    static void reply(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }

    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int next;
        while (head.indexOf("\r\n\r\n") < 0 && (next = in.read()) >= 0) {
            head.append((char) next);
        }
        return head.toString();
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            while (true) {
                String head = readHead(in);
                if (head.isEmpty()) {
                    closedByGateway.incrementAndGet();
                    return;
                }
                heads.add(head);
                script.answer(head, in, connection.getOutputStream(), connection);
            }
        } catch (Exception e) {
            closedByGateway.incrementAndGet();
        }
    }

    private static void daemon(Runnable what) {
        Thread thread = new Thread(what, "socket-worker");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
