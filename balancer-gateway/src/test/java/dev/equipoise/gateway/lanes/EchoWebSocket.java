package dev.equipoise.gateway.lanes;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

/** The worker's side of a WebSocket that sends back every frame as it came (RFC 6455), and ends with a close frame. */
final class EchoWebSocket {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;

    private EchoWebSocket() {}

    static void accept(String head, OutputStream out) throws Exception {
        String key = header(head, "sec-websocket-key");
        String protocol = header(head, "sec-websocket-protocol");
        byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
        SocketWorker.reply(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(hash)
                        + (protocol.isEmpty() ? "" : "\r\nSec-WebSocket-Protocol: " + protocol) + "\r\n\r\n");
    }

    static void serve(String head, InputStream stream, OutputStream out) throws Exception {
        accept(head, out);
        DataInputStream in = new DataInputStream(stream);
        int opcode;
        do {
            int first = in.readUnsignedByte();
            opcode = first & 0xf;
            int length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            byte[] mask = in.readNBytes(4);
            byte[] data = in.readNBytes(length);
            for (int i = 0; i < data.length; i++) {
                data[i] ^= mask[i % 4];
            }
            frame(out, first, data);
        } while (opcode != CLOSE);
        throw new IOException("closed");
    }

    private static void frame(OutputStream out, int first, byte[] data) throws IOException {
        out.write(first);
        if (data.length < 126) {
            out.write(data.length);
        } else if (data.length < 65_536) {
            out.write(126);
            out.write(data.length >> 8);
            out.write(data.length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) data.length >> shift));
            }
        }
        out.write(data);
        out.flush();
    }

    private static String header(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }
}
