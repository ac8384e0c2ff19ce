package dev.equipoise.gateway.lanes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.security.SecureRandom;

/** A frame that closes a WebSocket, for either side (RFC 6455 sections 5.5.1 and 7.4.1). */
final class CloseFrame {

    /** The endpoint goes away, as a server that ends. */
    static final int GOING_AWAY = 1001;
    /** Something happened that was not foreseen. */
    static final int UNEXPECTED = 1011;

    private static final SecureRandom MASKS = new SecureRandom();

    private CloseFrame() {}

    static ByteBuf forClient(ByteBufAllocator allocator, int code) {
        return allocator.buffer(4).writeByte(0x88).writeByte(2).writeShort(code);
    }

    /** What a client sends is masked. */
    static ByteBuf forWorker(ByteBufAllocator allocator, int code) {
        int mask = MASKS.nextInt();
        return allocator
                .buffer(8)
                .writeByte(0x88)
                .writeByte(0x80 | 2)
                .writeInt(mask)
                .writeShort(code ^ (mask >>> 16));
    }
}
