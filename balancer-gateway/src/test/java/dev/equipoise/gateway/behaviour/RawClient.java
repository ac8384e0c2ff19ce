package dev.equipoise.gateway.behaviour;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client at the level of bytes: it sends what it is given, and reads strictly. For one thread. */
final class RawClient implements AutoCloseable {

    /** After which whatever is waited for is taken not to come. */
    static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final WireReader reader;

    RawClient(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBuffer bytes that the system holds for it, about; 0 for the system's choice */
    RawClient(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        reader = new WireReader(socket.getInputStream());
    }

    /** An answer with its whole body. */
    record Answer(Head head, WireReader.Body body) {
        int status() {
            return head.status();
        }

        String text() {
            return body.text();
        }

        List<String> trailers() {
            return body.trailers();
        }
    }

    RawClient patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
        return this;
    }

    /** Every character is a byte. */
    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    RawClient get(String target, String... fields) throws IOException {
        return request("GET", target, fields);
    }

    /** A request without a body, or the head of one that has a body. */
    RawClient request(String method, String target, String... fields) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: gateway.test\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        return send(text.append("\r\n").toString());
    }

    /** The next head, an informational one included. */
    Head head() throws IOException {
        Head head = reader.head();
        if (head == null) {
            throw new EOFException("the connection ended without an answer");
        }
        return head;
    }

    /** The next final answer, to a request that is no HEAD. @throws EOFException if it is not whole */
    Answer answer() throws IOException {
        return answerTo("GET");
    }

    Answer answerTo(String method) throws IOException {
        Head head = head();
        while (head.status() < 200 && head.status() != 101) {
            head = head();
        }
        return new Answer(head, reader.bodyOfAnswer(method, head));
    }

    WireReader.Body bodyOf(Head head) throws IOException {
        return reader.bodyOfAnswer("GET", head);
    }

    WireReader reader() {
        return reader;
    }

    InputStream raw() {
        return reader.raw();
    }

    /** Whether the gateway ends the connection, having sent nothing more. Waits for it. */
    boolean isEnded() throws IOException {
        try {
            return reader.raw().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Waits until nothing more comes, so that what the gateway still does for it is over. */
    void drain() {
        try {
            socket.setSoTimeout(300);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException silentOrEnded) {
            // Either will do.
        }
    }

    /** Ends the connection as a process that dies does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
