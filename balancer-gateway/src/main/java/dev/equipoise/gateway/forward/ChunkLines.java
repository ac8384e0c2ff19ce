package dev.equipoise.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;

/**
 * Judges how the line with the size of a chunk begins: Netty's decoder skips white space there, which RFC 9112 section 7.1 does not know. Where such
 * lines are follows from what each step of the decoder took and brought; nothing of their meaning is read here. Beside a decoder, for one connection.
 */
final class ChunkLines {

    private static final int END_OF_CHUNK = 2;

    /** Whether the decoder is about to read such a line. */
    private boolean due;

    private int start;
    private int lineLength;

    /** A head has been read. */
    void begin(HttpMessage head) {
        due = head.decoderResult().isSuccess() && HttpUtil.isTransferEncodingChunked(head);
    }

    /** A body has ended. */
    void end() {
        due = false;
    }

    /** Asked before each step within a body. Takes nothing. */
    boolean areStrict(ByteBuf in) {
        start = in.readerIndex();
        lineLength = 0;
        if (!due || !in.isReadable()) {
            return true;
        }
        lineLength = in.indexOf(start, in.writerIndex(), (byte) '\n') + 1 - start;
        byte first = in.getByte(start);
        return first > ' ' || first == '\r' || first == '\n';
    }

    /**
     * Told after each step within a body: it took a line, or what it brought, or the end of a chunk, or more than one of these in this order.
     */
    void decoded(ByteBuf in, List<Object> out, int from) {
        int taken = in.readerIndex() - start;
        if (taken <= 0) {
            return;
        }
        for (int i = from; i < out.size(); i++) {
            if (out.get(i) instanceof HttpContent part) {
                taken -= part.content().readableBytes();
            }
        }
        due = taken - (due ? lineLength : 0) == END_OF_CHUNK;
    }
}
