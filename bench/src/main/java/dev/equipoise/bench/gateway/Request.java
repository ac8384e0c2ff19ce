package dev.equipoise.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Requests as they go over the wire. */
final class Request {

    private static final String BODY = "{\"amount\":100}";

    private Request() {}

    static ByteBuf get(String path) {
        return bytes("GET " + path + " HTTP/1.1\r\nHost: gateway.bench\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n");
    }

    static ByteBuf post(String path) {
        return bytes("POST " + path + " HTTP/1.1\r\nHost: gateway.bench\r\nUser-Agent: bench\r\nAccept: */*\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(text.length())
                .writeBytes(text.getBytes(StandardCharsets.US_ASCII))
                .asReadOnly());
    }
}
