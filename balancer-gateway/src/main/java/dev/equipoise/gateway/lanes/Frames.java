package dev.equipoise.gateway.lanes;

import io.netty.buffer.ByteBuf;

/**
 * Where the frames of one direction of a WebSocket begin and end (RFC 6455 section 5.2): no more of them than that, and whether the last one
 * closes. On the event loop.
 */
final class Frames {

    private static final int CLOSE = 0x8;

    /** Bytes of the frame's head that have passed. */
    private int headAt;
    /** How many bytes its head has; known from the second byte on. */
    private int headLength = 2;

    private int lengthBytes;
    private long length;
    /** What is still to come of its payload. */
    private long left;

    private int opcode;
    private boolean closed;

    /**
     * Follows bytes that pass, and takes none of them.
     *
     * @param toBoundary whether to stop at the first end of a frame
     * @return how many bytes were followed
     */
    int pass(ByteBuf bytes, boolean toBoundary) {
        int from = bytes.readerIndex();
        int end = bytes.writerIndex();
        int at = from;
        if (toBoundary && isBetween()) {
            return 0;
        }
        while (at < end) {
            if (left > 0) {
                long step = Math.min(left, end - at);
                left -= step;
                at += (int) step;
            } else {
                head(bytes.getByte(at++) & 0xff);
            }
            if (toBoundary && isBetween()) {
                break;
            }
        }
        return at - from;
    }

    private void head(int b) {
        if (headAt == 0) {
            opcode = b & 0x0f;
            length = 0;
        } else if (headAt == 1) {
            int code = b & 0x7f;
            lengthBytes = code == 126 ? 2 : code == 127 ? 8 : 0;
            length = lengthBytes == 0 ? code : 0;
            headLength = 2 + lengthBytes + ((b & 0x80) != 0 ? 4 : 0);
        } else if (headAt < 2 + lengthBytes) {
            length = length << 8 | b;
        }
        headAt++;
        if (headAt >= 2 && headAt == headLength) {
            headAt = 0;
            headLength = 2;
            // One of more than 2^63 bytes is none; nobody will see its end.
            left = length < 0 ? Long.MAX_VALUE : length;
            closed |= opcode == CLOSE;
        }
    }

    /** Whether the next byte begins a frame. */
    boolean isBetween() {
        return headAt == 0 && left == 0;
    }

    /** Whether the side that sends these has closed. */
    boolean isClosed() {
        return closed;
    }
}
