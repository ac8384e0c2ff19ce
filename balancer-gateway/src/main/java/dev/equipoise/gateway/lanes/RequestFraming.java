package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.problem.Problem;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a head has one meaning only (RFC 9112 sections 3.2 and 6.1). The codec has judged line ends, names, lengths that contradict each other and chunks; what
 * it lets pass and another server may read in another way is found here.
 */
final class RequestFraming {

    private RequestFraming() {}

    /** @param attack whether it looks like an attempt to be understood in two ways, and not like one that is only too big */
    record Fault(Problem problem, boolean attack) {}

    /** What is wrong with it; null for nothing. */
    static @Nullable Fault of(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return undecodable(head.decoderResult().cause());
        }
        HttpHeaders headers = head.headers();
        if (!hasOneHost(head)) {
            return attack("A request has exactly one Host.");
        }
        Iterator<? extends CharSequence> codings = headers.valueCharSequenceIterator(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.hasNext()) {
            boolean chunked = AsciiString.contentEqualsIgnoreCase(codings.next(), HttpHeaderValues.CHUNKED);
            if (!chunked || codings.hasNext()) {
                return attack("The only transfer coding is chunked, once.");
            }
            if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
                return attack("A body has a length or chunks, not both.");
            }
        }
        if (HttpMethod.CONNECT.equals(head.method())) {
            return new Fault(Problem.noTunnels(), false);
        }
        return null;
    }

    static Fault undecodable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Fault(Problem.uriTooLong(), false);
        }
        if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            return new Fault(Problem.headersTooLarge(), false);
        }
        return attack("The request is no HTTP.");
    }

    private static boolean hasOneHost(HttpRequest head) {
        Iterator<? extends CharSequence> hosts = head.headers().valueCharSequenceIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return !HttpVersion.HTTP_1_1.equals(head.protocolVersion());
        }
        CharSequence host = hosts.next();
        return !hosts.hasNext() && isAuthority(host);
    }

    /** Whether it has none of the characters that no host and port has. */
    private static boolean isAuthority(CharSequence host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ',' || c == '/' || c == '@' || c == '?' || c == '#' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static Fault attack(String detail) {
        return new Fault(Problem.malformed(detail), true);
    }
}
