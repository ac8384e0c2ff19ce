package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.HeadLines;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.ArrayDeque;
import java.util.List;

/**
 * HTTP/1.1 as a server speaks it, in place of Netty's codec: as that one, but for heads that are stricter ({@link HeadLines}), informational
 * answers that are no answers to a request, and word of heads whose end is yet to come. On the event loop of its connection.
 */
final class FrontCodec extends CombinedChannelDuplexHandler<FrontCodec.Decoder, FrontCodec.Encoder> {

    private final ArrayDeque<HttpMethod> unanswered = new ArrayDeque<>(2);
    private boolean withinHead;

    FrontCodec(HttpDecoderConfig config) {
        init(new Decoder(config), new Encoder());
    }

    /** Whether a part of a head has come, and not its end. */
    boolean isWithinHead() {
        return withinHead;
    }

    final class Decoder extends HttpRequestDecoder {

        private final HeadLines lines = new HeadLines(true);

        Decoder(HttpDecoderConfig config) {
            super(config);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
            int before = out.size();
            if (lines.areStrict(in)) {
                super.decode(context, in, out);
            } else {
                in.skipBytes(in.readableBytes());
                out.add(lines.areOfBody() ? HeadLines.brokenBody() : brokenHead());
            }
            lines.decoded(in, out, before);
            for (int i = before; i < out.size(); i++) {
                if (out.get(i) instanceof HttpRequest request) {
                    unanswered.add(request.method());
                }
            }
            withinHead = lines.isWithin(in);
        }

        private HttpMessage brokenHead() {
            HttpMessage none = createInvalidMessage();
            none.setDecoderResult(DecoderResult.failure(
                    new IllegalArgumentException("a line that is folded, or has other white space than it may")));
            return none;
        }
    }

    final class Encoder extends HttpResponseEncoder {

        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse answer) {
            int code = answer.status().code();
            boolean last = code >= 200 || code == 101;
            HttpMethod asked = last ? unanswered.poll() : null;
            return HttpMethod.HEAD.equals(asked) || super.isContentAlwaysEmpty(answer);
        }
    }
}
