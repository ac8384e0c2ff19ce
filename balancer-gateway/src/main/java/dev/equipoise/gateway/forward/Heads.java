package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.net.URI;
import java.util.Iterator;
import java.util.List;

/** What a head says to the next hop alone, and what it says of the length of its body (RFC 9110 section 7.6.1, RFC 9112 section 6). */
public final class Heads {

    /** In which answers name their worker, where that is wanted. */
    public static final String WORKER = "Equipoise-Worker";

    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
    private static final AsciiString CHUNKED = HttpHeaderValues.CHUNKED;
    private static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("Idempotency-Key");

    private Heads() {}

    /**
     * Makes of a client's head that for a worker: hop-by-hop headers go, and those {@code Connection} names; HTTP/1.1 whatever the client
     * speaks. The length of the body stays declared as it was.
     *
     * @param upgrade whether {@code Upgrade} is to be passed on
     */
    public static void forWorker(HttpRequest head, boolean upgrade) {
        HttpHeaders headers = head.headers();
        boolean chunked = HttpUtil.isTransferEncodingChunked(head);
        String protocol = upgrade ? headers.get(HttpHeaderNames.UPGRADE) : null;
        dropHopByHop(headers);
        headers.remove(HttpHeaderNames.PROXY_AUTHORIZATION);
        headers.remove(HttpHeaderNames.TE);
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (chunked) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, CHUNKED);
        }
        if (protocol != null) {
            headers.set(HttpHeaderNames.UPGRADE, protocol);
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        }
    }

    /** Makes of a worker's head that for a client. What is framed by its connection's end becomes chunked. */
    static void fromWorker(HttpResponse head, HttpMethod method) {
        HttpHeaders headers = head.headers();
        boolean endsByItself = endsByItself(head, method);
        boolean chunked = HttpUtil.isTransferEncodingChunked(head);
        dropHopByHop(headers);
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        int code = head.status().code();
        if (code == 204) {
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
        } else if (chunked || !endsByItself) {
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, CHUNKED);
        }
    }

    private static void dropHopByHop(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            dropNominated(headers);
            headers.remove(HttpHeaderNames.CONNECTION);
        }
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove(KEEP_ALIVE);
        headers.remove(PROXY_CONNECTION);
        headers.remove(HttpHeaderNames.PROXY_AUTHENTICATE);
    }

    private static void dropNominated(HttpHeaders headers) {
        List<String> lines = headers.getAll(HttpHeaderNames.CONNECTION);
        for (String line : lines) {
            int from = 0;
            while (from <= line.length()) {
                int comma = line.indexOf(',', from);
                int to = comma < 0 ? line.length() : comma;
                String name = line.substring(from, to).strip();
                if (!name.isEmpty() && !isOfTheMessage(name)) {
                    headers.remove(name);
                }
                from = to + 1;
            }
        }
    }

    /** What no connection option can take away: it would change what the message is. */
    private static boolean isOfTheMessage(String name) {
        return name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("host")
                || name.equalsIgnoreCase("close")
                || name.equalsIgnoreCase("content-encoding")
                || name.equalsIgnoreCase("content-type");
    }

    /** The authority of the worker: the requests of this connection are for it. */
    static void setHost(HttpRequest head, Worker worker) {
        head.headers().set(HttpHeaderNames.HOST, authority(worker.uri()));
    }

    private static String authority(URI uri) {
        return uri.getRawAuthority();
    }

    /** Whether its body is framed in a way that has one meaning only; the codec has already judged lengths and chunks. */
    static boolean isFramed(HttpResponse head) {
        Iterator<? extends CharSequence> codings =
                head.headers().valueCharSequenceIterator(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.hasNext()) {
            return true;
        }
        CharSequence only = codings.next();
        return !codings.hasNext()
                && AsciiString.contentEqualsIgnoreCase(AsciiString.trim(only), CHUNKED)
                && !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    /** Whether the end of the answer is known without the end of the connection. */
    static boolean endsByItself(HttpResponse head, HttpMethod method) {
        int code = head.status().code();
        return HttpMethod.HEAD.equals(method)
                || code == 204
                || code == 304
                || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                || HttpUtil.isTransferEncodingChunked(head);
    }

    /**
     * Whether acting twice is the same as acting once: by its method (RFC 9110 section 9.2.2), or because its client says by an
     * {@code Idempotency-Key} that workers know a second one.
     */
    static boolean isIdempotent(HttpRequest head) {
        return isIdempotent(head.method()) || head.headers().contains(IDEMPOTENCY_KEY);
    }

    private static boolean isIdempotent(HttpMethod method) {
        return HttpMethod.GET.equals(method)
                || HttpMethod.HEAD.equals(method)
                || HttpMethod.PUT.equals(method)
                || HttpMethod.DELETE.equals(method)
                || HttpMethod.OPTIONS.equals(method)
                || HttpMethod.TRACE.equals(method);
    }

    /** Whether it asks only, so that a worker nobody trusts may be tried out with it. */
    public static boolean changesNothing(HttpMethod method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method) || HttpMethod.OPTIONS.equals(method);
    }

    /** Whether a worker that answers so did not do its work; 501 and 505 speak of the request. */
    static boolean saysFailure(int status) {
        return status == 429 || (status >= 500 && status != 501 && status != 505);
    }

    /** Whether the worker failed, or could not, and another one may not. */
    static boolean isWorkersOwnError(int status) {
        return status == 500 || status == 502 || status == 503 || status == 504;
    }
}
