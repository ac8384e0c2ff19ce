package dev.equipoise.gateway.behaviour;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 as the RFC writes it and takes nothing else for it, so that a test sees what was really sent. */
final class WireReader {

    private static final int LONGEST_LINE = 1 << 20;

    private final InputStream in;

    WireReader(InputStream in) {
        this.in = new BufferedInputStream(in, 8192);
    }

    /** The bytes that follow. */
    InputStream raw() {
        return in;
    }

    /**
     * The next message's head; null if the stream ends before its first byte.
     *
     * @throws ProtocolException if a line does not end with CR LF
     * @throws EOFException if the stream ends in the middle
     */
    @Nullable
    Head head() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return null;
        }
        in.reset();
        return new Head(line(), lines());
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the stream ended after \"" + line + "\"");
            }
            if (next == '\n') {
                throw new ProtocolException("a line without CR: \"" + line + "\"");
            }
            if (next == '\r') {
                if (in.read() != '\n') {
                    throw new ProtocolException("a CR within a line: \"" + line + "\"");
                }
                return line.toString();
            }
            line.append((char) next);
        }
        throw new ProtocolException("a line without an end");
    }

    /** A body and what stood behind it. */
    record Body(byte[] bytes, List<String> trailers) {
        String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** The body of a request with this head. @throws EOFException if it is not whole */
    Body bodyOfRequest(Head head) throws IOException {
        return body(head, false);
    }

    /** The body of the answer with this head. @throws EOFException if it is not whole */
    Body bodyOfAnswer(String method, Head head) throws IOException {
        int status = head.status();
        if (method.equals("HEAD") || status == 204 || status == 304 || status < 200) {
            return new Body(new byte[0], List.of());
        }
        return body(head, true);
    }

    private Body body(Head head, boolean untilEnd) throws IOException {
        String coding = head.one("Transfer-Encoding");
        String length = head.one("Content-Length");
        if (!coding.isEmpty()) {
            if (!coding.equalsIgnoreCase("chunked") || !length.isEmpty()) {
                throw new ProtocolException("Transfer-Encoding " + coding + ", Content-Length " + length);
            }
            return chunked();
        }
        if (!length.isEmpty()) {
            return new Body(exactly(Math.toIntExact(Long.parseLong(length))), List.of());
        }
        return new Body(untilEnd ? in.readAllBytes() : new byte[0], List.of());
    }

    private Body chunked() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            bytes.write(chunk);
        }
        return new Body(bytes.toByteArray(), lines());
    }

    /** The next chunk, empty for the last one, whose trailers are still to be read. */
    byte[] chunk() throws IOException {
        String size = line();
        if (!size.matches("[0-9a-fA-F]{1,7}(;.*)?")) {
            throw new ProtocolException("a chunk of the size \"" + size + "\"");
        }
        byte[] chunk = exactly(Integer.parseInt(size.replaceAll(";.*", ""), 16));
        if (chunk.length > 0 && !line().isEmpty()) {
            throw new ProtocolException("a chunk that is longer than its size");
        }
        return chunk;
    }

    /** The text of the next chunk, empty for the last one. */
    String textOfChunk() throws IOException {
        return new String(chunk(), StandardCharsets.ISO_8859_1);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the stream ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }
}
