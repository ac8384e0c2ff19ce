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

    static final Fault TOO_LONG = new Fault(Problem.bodyTooLarge(), false);
    static final Fault LATE = new Fault(Problem.requestTimeout(), false);

    private RequestFraming() {}

    /** @param attack whether it looks like an attempt to be understood in two ways, and not like one that is only too big */
    record Fault(Problem problem, boolean attack) {}

    /**
     * What is wrong with it; null for nothing.
     *
     * @param mostFields it may have beside {@code Host}
     */
    static @Nullable Fault of(HttpRequest head, int mostFields) {
        if (head.decoderResult().isFailure()) {
            return undecodable(head.decoderResult().cause());
        }
        HttpVersion version = head.protocolVersion();
        if (!HttpVersion.HTTP_1_1.equals(version) && !HttpVersion.HTTP_1_0.equals(version)) {
            return attack("HTTP/1.1 and HTTP/1.0 are spoken here.");
        }
        if (!hasOneTarget(head)) {
            return attack("The target is none that a request may have.");
        }
        HttpHeaders headers = head.headers();
        if (headers.size() > mostFields + 1) {
            return new Fault(Problem.headersTooLarge(), false);
        }
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
        String expected = headers.get(HttpHeaderNames.EXPECT);
        if (expected != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
            return new Fault(Problem.unknownExpectation(), false);
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

    /**
     * Whether it has one of the four forms (RFC 9112 section 3.2): a path, the address of an HTTP resource, {@code *} of OPTIONS, the
     * authority of CONNECT; and none of the characters that end a target for some.
     */
    private static boolean hasOneTarget(HttpRequest head) {
        String target = head.uri();
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '#') {
                return false;
            }
        }
        if (target.startsWith("/") || HttpMethod.CONNECT.equals(head.method())) {
            return true;
        }
        return target.equals("*")
                ? HttpMethod.OPTIONS.equals(head.method())
                : target.regionMatches(true, 0, "http://", 0, 7) || target.regionMatches(true, 0, "https://", 0, 8);
    }

    /** Whether it has none of the characters that no host and port has, and a port that is a number if it has one. */
    static boolean isAuthority(CharSequence host) {
        int colon = -1;
        for (int i = host.length() - 1; i >= 0 && host.charAt(i) != ']'; i--) {
            if (host.charAt(i) == ':') {
                colon = i;
            }
        }
        for (int i = colon + 1; colon >= 0 && i < host.length(); i++) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ',' || c == '/' || c == '@' || c == '?' || c == '#' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    static Fault attack(String detail) {
        return new Fault(Problem.malformed(detail), true);
    }
}
