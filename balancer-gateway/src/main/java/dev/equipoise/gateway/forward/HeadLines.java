package dev.equipoise.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Judges the lines of heads that Netty's decoder would read leniently, so that another reader may see something else in them: lines folded into
 * the one before (RFC 9112 section 5.2), white space in names (5.1), request lines with other white space than two single
 * spaces, and versions in small letters (2.3, 3); and the lines between chunks. Beside a decoder, for one connection: asked before each of its steps and told after.
 */
public final class HeadLines {

    private static final byte LF = '\n';
    private static final byte CR = '\r';

    private final boolean requests;
    private final ChunkLines chunks = new ChunkLines();
    /** Whether a head is being read, and not a body. */
    private boolean inHead = true;
    /** Whether the first line of the head is yet to come. */
    private boolean first = true;

    /** @param requests whether they are heads of requests; else of answers */
    public HeadLines(boolean requests) {
        this.requests = requests;
    }

    /** Whether a part of a head has come, and not its end. */
    public boolean isWithin(ByteBuf rest) {
        return inHead && (!first || rest.isReadable());
    }

    /** Whether the lines the decoder is about to read have one meaning only. Takes nothing of them. */
    public boolean areStrict(ByteBuf in) {
        if (!inHead) {
            return chunks.areStrict(in);
        }
        int at = in.readerIndex();
        int end = in.writerIndex();
        if (first) {
            while (at < end && (in.getByte(at) == CR || in.getByte(at) == LF)) {
                at++;
            }
            int lf = in.indexOf(at, end, LF);
            if (lf < 0) {
                return true;
            }
            if (requests && !isRequestLine(in, at, lf)) {
                return false;
            }
            first = false;
            at = lf + 1;
        }
        while (at < end) {
            byte begin = in.getByte(at);
            if (begin == ' ' || begin == '\t') {
                return false;
            }
            int lf = in.indexOf(at, end, LF);
            if (lf < 0 || lf == at || (begin == CR && lf == at + 1)) {
                return true;
            }
            if (!requests && !hasPlainName(in, at, lf)) {
                return false;
            }
            at = lf + 1;
        }
        return true;
    }

    /** What a decoder brings when a line within a body is none: the end of a body that is broken. */
    public static HttpObject brokenBody() {
        LastHttpContent broken = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("a size of a chunk that is none")));
        return broken;
    }

    /** Whether what comes next is a body, or a part of one. */
    public boolean areOfBody() {
        return !inHead;
    }

    /** A step of the decoder left this, and brought what is in {@code out} from {@code from} on. */
    public void decoded(ByteBuf in, List<Object> out, int from) {
        if (!inHead) {
            chunks.decoded(in, out, from);
        }
        for (int i = from; i < out.size(); i++) {
            if (out.get(i) instanceof HttpObject part) {
                if (part instanceof HttpMessage head) {
                    inHead = false;
                    chunks.begin(head);
                }
                if (part instanceof LastHttpContent) {
                    chunks.end();
                    inHead = true;
                    first = true;
                }
            }
        }
    }

    /** Of a version that is none, and of a line without one, the decoder says so itself. */
    private static boolean isRequestLine(ByteBuf in, int from, int to) {
        int spaces = 0;
        int last = -1;
        for (int i = from; i < to; i++) {
            byte b = in.getByte(i);
            if (b == '\t') {
                return false;
            }
            if (b == ' ') {
                if (last == i - 1) {
                    return false;
                }
                spaces++;
                last = i;
            }
        }
        return spaces == 2 && last + 1 < to && in.getByte(last + 1) == 'H' && in.getByte(last + 2) == 'T';
    }

    private static boolean hasPlainName(ByteBuf in, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = in.getByte(i);
            if (b == ':') {
                return true;
            }
            if (b == ' ' || b == '\t') {
                return false;
            }
        }
        return true;
    }
}
