package dev.equipoise.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection with at most one request on it. Reads as much of HTTP as the figures need, so that the generator
 * takes less of the machine than what it measures: a status, and a length, and no more. For one thread, its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is noticed
final class Caller extends ChannelInboundHandlerAdapter {

    /** Whom it tells. */
    interface Listener {

        /** The last byte of an answer has come; the connection is closed by the caller if it is not reusable. */
        void answered(Caller caller, int status, boolean reusable);

        /** The connection is gone. @param busy whether a request was on it */
        void closed(Caller caller, boolean busy);
    }

    private static final int LONGEST_HEAD = 16_384;

    private final Listener listener;
    private final ByteBuf head = Unpooled.buffer(1024, LONGEST_HEAD);
    private @Nullable ChannelHandlerContext context;
    private boolean busy;
    private boolean inBody;
    private boolean reusable;
    private int status;
    private long left;

    /** What the owner keeps here: which request it is. */
    long tag;

    Caller(Listener listener) {
        this.listener = listener;
    }

    /** @param request a whole one; not released, and the same for every request */
    void send(ByteBuf request) {
        busy = true;
        inBody = false;
        head.clear();
        if (context != null) {
            context.writeAndFlush(request.retainedDuplicate());
        }
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable() && busy) {
                if (inBody) {
                    skip(from, bytes);
                } else {
                    readHead(from, bytes);
                }
            }
        } finally {
            bytes.release();
        }
    }

    private void readHead(ChannelHandlerContext from, ByteBuf bytes) {
        int room = LONGEST_HEAD - head.readableBytes();
        int before = head.readableBytes();
        head.writeBytes(bytes, bytes.readerIndex(), Math.min(room, bytes.readableBytes()));
        int end = endOfHead(Math.max(0, before - 3));
        if (end < 0) {
            bytes.skipBytes(head.readableBytes() - before);
            if (head.readableBytes() == LONGEST_HEAD) {
                from.close();
            }
            return;
        }
        bytes.skipBytes(end - before);
        String text = head.toString(0, end, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        status = Integer.parseInt(text.substring(9, 12));
        reusable = !text.contains("\r\nconnection: close") && !text.contains("\r\ntransfer-encoding:");
        left = length(text);
        inBody = true;
        if (left == 0 || !reusable) {
            // Of one that comes in chunks, none of which we play on purpose, the head is enough.
            ended(from);
        }
    }

    private int endOfHead(int start) {
        for (int i = start; i + 3 < head.readableBytes(); i++) {
            if (head.getByte(i) == '\r'
                    && head.getByte(i + 1) == '\n'
                    && head.getByte(i + 2) == '\r'
                    && head.getByte(i + 3) == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private static long length(String text) {
        int at = text.indexOf("\r\ncontent-length:");
        return at < 0
                ? 0
                : Long.parseLong(
                        text.substring(at + 17, text.indexOf('\r', at + 17)).strip());
    }

    private void skip(ChannelHandlerContext from, ByteBuf bytes) {
        int length = (int) Math.min(left, bytes.readableBytes());
        bytes.skipBytes(length);
        left -= length;
        if (left == 0) {
            ended(from);
        }
    }

    private void ended(ChannelHandlerContext from) {
        busy = false;
        boolean again = reusable;
        listener.answered(this, status, again);
        if (!again) {
            from.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        boolean was = busy;
        busy = false;
        listener.closed(this, was);
        head.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        from.close();
    }
}
