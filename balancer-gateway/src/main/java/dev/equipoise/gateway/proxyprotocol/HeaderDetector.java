package dev.equipoise.gateway.proxyprotocol;

import dev.equipoise.gateway.forwarded.Hop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks whether a connection begins with a header, and lets it be read. */
final class HeaderDetector extends ByteToMessageDecoder {

    private final boolean required;

    /** @param required whether a connection without one is closed */
    HeaderDetector(boolean required) {
        this.required = required;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        switch (HAProxyMessageDecoder.detectProtocol(in).state()) {
            case DETECTED -> {
                context.pipeline().addAfter(context.name(), null, new Reader());
                context.pipeline().addAfter(context.name(), null, new HAProxyMessageDecoder());
                context.pipeline().remove(this);
            }
            case INVALID -> {
                if (required) {
                    in.skipBytes(in.readableBytes());
                    context.close();
                } else {
                    context.pipeline().remove(this);
                }
            }
            case NEEDS_MORE_DATA -> {}
        }
    }

    /** Notes down whose connection it is, and goes. */
    private static final class Reader extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof HAProxyMessage header)) {
                context.fireChannelRead(message);
                return;
            }
            try {
                InetAddress source = address(header.sourceAddress());
                if (source != null) {
                    boolean secure = context.pipeline().get(SslHandler.class) != null;
                    new Hop(source, secure).noteOn(context.channel());
                }
            } finally {
                ReferenceCountUtil.release(header);
            }
            context.pipeline().remove(this);
            context.read();
        }

        /** What the header says is not HTTP's business to repair. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** Null for a proxy's own connections, such as its health checks, and for what is no address. */
    private static @Nullable InetAddress address(@Nullable String text) {
        if (text == null || !(NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text))) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
