package dev.equipoise.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A worker at the level of sockets, so that it can break in every way: answers {@code name: body}, or a given status,
 * or resets the connection once it has read the request, or holds it for a while. Can refuse connections and accept them again on its port.
 */
public final class WorkerForTests implements AutoCloseable {

    private final String name;
    private final int port;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private volatile boolean resetting;
    private volatile int status = 200;
    private volatile String raw = "";
    private volatile CountDownLatch answers = new CountDownLatch(0);

    public WorkerForTests(String name) {
        this.name = name;
        ServerSocket first = listen(0);
        this.port = first.getLocalPort();
        this.listener = first;
        acceptor = serve(first);
    }

    public String hostAndPort() {
        return "127.0.0.1:" + port;
    }

    /** Method, path and body of each request read. */
    public List<String> requests() {
        return requests;
    }

    public void resetAfterReading(boolean on) {
        resetting = on;
    }

    public void answerWith(int code) {
        status = code;
    }

    /** Answers with these characters as they are, and closes the connection; empty for proper answers. */
    public void answerRaw(String answer) {
        raw = answer;
    }

    /** Reads requests from now on but answers none before {@link #release}. */
    public void hold() {
        answers = new CountDownLatch(1);
    }

    public void release() {
        answers.countDown();
    }

    public void refuse() {
        close();
    }

    public void acceptAgain() {
        ServerSocket again = listen(port);
        listener = again;
        acceptor = serve(again);
    }

    @Override
    public void close() {
        try {
            listener.close();
            // While it waits in accept() the port is open still, and one more connection may get in.
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Thread serve(ServerSocket socket) {
        Thread thread = new Thread(
                () -> {
                    while (!socket.isClosed()) {
                        try {
                            Socket connection = socket.accept();
                            Thread handler = new Thread(() -> answer(connection), name + "-handler");
                            handler.setDaemon(true);
                            handler.start();
                        } catch (IOException e) {
                            return;
                        }
                    }
                },
                name + "-acceptor");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One request a connection. */
    private void answer(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            String head = readHead(in);
            if (head.isEmpty()) {
                return;
            }
            String body = new String(in.readNBytes(contentLength(head)), StandardCharsets.UTF_8);
            requests.add(head.substring(0, head.indexOf(" HTTP/")) + " " + body);
            answers.await();
            if (resetting) {
                connection.setSoLinger(true, 0);
                return;
            }
            if (!raw.isEmpty()) {
                connection.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
                connection.getOutputStream().flush();
                return;
            }
            String text = name + ": " + body;
            String answer = "HTTP/1.1 " + status + " X\r\nContent-Length: " + text.length()
                    + "\r\nConnection: close\r\n\r\n" + text;
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            connection.getOutputStream().flush();
        } catch (IOException e) {
            // The gateway went away; nothing to answer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int next;
        while (head.indexOf("\r\n\r\n") < 0 && (next = in.read()) >= 0) {
            head.append((char) next);
        }
        return head.toString();
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        return 0;
    }
}
