package dev.equipoise.launcher.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker as a process of its own, to be killed or stopped: writes down the body of every POST, in a file that outlives it, before it
 * answers with its name. {@code /stream} takes a while to answer with as many bytes as the query says.
 */
final class RecordingWorker {

    private static final int PART = 10_000;
    private static final long PAUSE_NANOS = 20_000_000;

    private RecordingWorker() {}

    /** @param args its name, its port, and where it writes */
    public static void main(String[] args) throws IOException {
        String name = args[0];
        Path file = Path.of(args[2]);
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])), 500);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("POST")) {
                // One write of a short line at the end: the system keeps those of several threads apart.
                Files.writeString(file, body + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            answer(exchange, name.getBytes(StandardCharsets.UTF_8));
        });
        server.createContext(
                "/stream",
                exchange -> stream(
                        exchange, Integer.parseInt(exchange.getRequestURI().getQuery())));
        server.start();
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void stream(HttpExchange exchange, int length) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, length);
            OutputStream out = exchange.getResponseBody();
            for (int sent = 0; sent < length; sent += PART) {
                out.write(new byte[Math.min(PART, length - sent)]);
                out.flush();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
