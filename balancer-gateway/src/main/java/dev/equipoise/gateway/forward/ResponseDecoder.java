package dev.equipoise.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.List;

/**
 * Reads answers, one at a time, and takes none whose end could be read in two ways: lengths beside chunks, line ends that are none,
 * codings in HTTP/1.0, folded lines, names with white space.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    private static final int LONGEST_LINE = 8 * 1024;
    static final int LONGEST_HEAD = 32 * 1024;

    private final HeadLines lines = new HeadLines(false);
    private HttpMethod method = HttpMethod.GET;

    ResponseDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEAD)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setValidateHeaders(true));
    }

    /** The next answer is one to this. */
    void expect(HttpMethod method) {
        this.method = method;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        int before = out.size();
        if (!lines.areStrict(in)) {
            in.skipBytes(in.readableBytes());
            if (lines.areOfBody()) {
                out.add(HeadLines.brokenBody());
                return;
            }
            HttpMessage none = createInvalidMessage();
            none.setDecoderResult(DecoderResult.failure(
                    new IllegalArgumentException("a line that is folded, or a name that is none")));
            out.add(none);
            return;
        }
        super.decode(context, in, out);
        lines.decoded(in, out, before);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        boolean toHead = HttpMethod.HEAD.equals(method)
                && message instanceof HttpResponse response
                && response.status().code() >= 200;
        return toHead || super.isContentAlwaysEmpty(message);
    }
}
