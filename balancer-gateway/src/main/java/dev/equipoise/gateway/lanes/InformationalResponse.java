package dev.equipoise.gateway.lanes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Iterator;
import java.util.Map;
import reactor.netty.NettyPipeline;

/**
 * A 1xx on its way to the client, past the codec: that one would count on a body and its end.
 */
final class InformationalResponse {

    private InformationalResponse() {}

    /** Whether the client is told: HTTP/1.0 knows nothing of it, and whether the client may send its body is ours to say. */
    static boolean isFor(boolean oldClient, HttpResponse head) {
        return !oldClient && head.status().code() != HttpResponseStatus.CONTINUE.code();
    }

    static void write(ChannelPipeline pipeline, HttpResponse head) {
        ChannelHandlerContext codec = pipeline.context(NettyPipeline.HttpCodec);
        if (codec == null) {
            return;
        }
        HttpHeaders headers = head.headers();
        headers.remove(HttpHeaderNames.CONNECTION);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        headers.remove(HttpHeaderNames.CONTENT_LENGTH);
        ByteBuf text = codec.alloc().buffer();
        ByteBufUtil.writeAscii(text, "HTTP/1.1 ");
        ByteBufUtil.writeAscii(text, head.status().codeAsText());
        text.writeByte(' ');
        ByteBufUtil.writeAscii(text, head.status().reasonPhrase());
        line(text);
        for (Iterator<Map.Entry<CharSequence, CharSequence>> each = headers.iteratorCharSequence(); each.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> header = each.next();
            ByteBufUtil.writeAscii(text, header.getKey());
            ByteBufUtil.writeAscii(text, ": ");
            ByteBufUtil.writeAscii(text, header.getValue());
            line(text);
        }
        line(text);
        codec.writeAndFlush(text, codec.voidPromise());
    }

    private static void line(ByteBuf text) {
        text.writeByte('\r');
        text.writeByte('\n');
    }
}
