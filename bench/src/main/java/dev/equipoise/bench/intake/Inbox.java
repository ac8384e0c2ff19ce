package dev.equipoise.bench.intake;

import dev.equipoise.bench.suite.Redis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** How many reports wait in the store, asked over a connection of its own. One thread. */
final class Inbox implements AutoCloseable {

    private static final String LENGTH = "XLEN eq:{fleet}:rep:inbox\r\n";

    private final Socket socket;
    private final BufferedReader answers;

    Inbox(Redis redis) throws IOException {
        socket = new Socket(redis.address().getAddress(), redis.address().getPort());
        socket.setTcpNoDelay(true);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    int waiting() {
        try {
            socket.getOutputStream().write(LENGTH.getBytes(StandardCharsets.US_ASCII));
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith(":")) {
                throw new IOException("Redis answered " + answer);
            }
            return Integer.parseInt(answer.substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
