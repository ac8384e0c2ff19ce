package dev.equipoise.gateway.lanes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One end of a tunnel: what is read here is written at the other end, and no more is read than that one takes. When this end closes the
 * other one does, once it has got everything; when this one breaks, the other one does. Writes begin here and not at the end of the pipeline:
 * handlers behind this one speak HTTP.
 */
final class Relay extends ChannelInboundHandlerAdapter {

    private final Runnable ended;
    private final @Nullable Frames frames;
    /** What the other end is told when this one breaks; null for nothing: that one breaks, too. */
    private final @Nullable Function<ByteBufAllocator, ByteBuf> wordWhenBroken;

    private @Nullable Relay other;
    private @Nullable ChannelHandlerContext context;
    /** What the other end is to be told in place of all that is still read here, once a frame has ended. */
    private @Nullable Function<ByteBufAllocator, ByteBuf> lastWord;

    private boolean said;
    private boolean broken;

    /**
     * @param ended told once this end has closed
     * @param frames of what is read here; null where it is no WebSocket
     * @param wordWhenBroken what the other end is told when this one breaks; null for nothing: that one breaks, too
     */
    Relay(Runnable ended, @Nullable Frames frames, @Nullable Function<ByteBufAllocator, ByteBuf> wordWhenBroken) {
        this.ended = ended;
        this.frames = frames;
        this.wordWhenBroken = wordWhenBroken;
    }

    static void join(Relay one, Relay other) {
        one.other = other;
        other.other = one;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private @Nullable ChannelHandlerContext there() {
        return other == null ? null : other.context;
    }

    void read() {
        Objects.requireNonNull(context).read();
    }

    void close() {
        Objects.requireNonNull(context).close();
    }

    /** The other end is told {@code word} as soon as no frame is cut in two by it, and nothing after it. */
    void endWith(Function<ByteBufAllocator, ByteBuf> word) {
        if (lastWord == null && frames != null && !frames.isClosed()) {
            lastWord = word;
            say();
        }
    }

    private void say() {
        ChannelHandlerContext there = there();
        Function<ByteBufAllocator, ByteBuf> word = lastWord;
        if (!said && word != null && there != null && frames != null && frames.isBetween()) {
            said = true;
            there.writeAndFlush(word.apply(there.alloc()), there.voidPromise());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        ChannelHandlerContext there = there();
        if (there == null || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
        } else if (said) {
            followed(bytes);
        } else if (lastWord == null || frames == null) {
            if (frames != null) {
                frames.pass(bytes, false);
            }
            there.write(bytes, there.voidPromise());
        } else {
            int rest = frames.pass(bytes, true);
            there.write(bytes.readRetainedSlice(rest), there.voidPromise());
            say();
            followed(bytes);
        }
    }

    /** Nobody gets it any more; what matters is whether this side closes, too. */
    private void followed(ByteBuf bytes) {
        Frames following = frames;
        if (following != null) {
            following.pass(bytes, false);
            if (following.isClosed()) {
                close();
            }
        }
        bytes.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext here) {
        ChannelHandlerContext there = there();
        if (there != null) {
            there.flush();
            if (there.channel().isWritable()) {
                here.read();
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext here) {
        ChannelHandlerContext there = there();
        if (there != null && here.channel().isWritable()) {
            there.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        ChannelHandlerContext there = there();
        if (there != null && there.channel().isActive()) {
            if (broken && !said) {
                there.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                there.close();
            } else {
                there.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }
        ended.run();
        here.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof IdleStateEvent) {
            here.close();
        } else {
            here.fireUserEventTriggered(event);
        }
    }

    /** An end that breaks is none that closed: the other side must see the difference. */
    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        broken = true;
        if (wordWhenBroken != null) {
            endWith(wordWhenBroken);
        }
        here.close();
    }
}
