package dev.equipoise.gateway.lanes;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.tracing.RequestTrace;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** A request in Spring's lane, as far as it can be seen from the codec: when its answer begins and ends, and how. */
final class SpringTurn {

    private final HttpRequest head;
    private final String path;
    private final @Nullable RouteEntry route;
    private final long startedAt;
    private final RequestTrace trace;
    private long headAt;
    private long bytes;
    private int status;
    private boolean informational;
    private boolean closes;
    private boolean answered;
    private HttpHeaders trailers = EmptyHttpHeaders.INSTANCE;
    private @Nullable Exchange exchange;

    SpringTurn(HttpRequest head, String path, @Nullable RouteEntry route, long now, RequestTrace trace) {
        this.head = head;
        this.path = path;
        this.route = route;
        this.startedAt = now;
        this.trace = trace;
    }

    /** Who carries it out, where the forwarder does. */
    void carriedBy(Exchange by) {
        exchange = by;
    }

    /** What is being written. */
    void sees(Object message, long now) {
        if (message instanceof HttpResponse response) {
            int code = response.status().code();
            informational = code < 200;
            if (code == 101 || !informational) {
                status = code;
                headAt = now;
                closes = !HttpUtil.isKeepAlive(response)
                        || "close".equalsIgnoreCase(response.headers().get(HttpHeaderNames.CONNECTION));
            }
        }
        if (message instanceof HttpContent content) {
            bytes += content.content().readableBytes();
        } else if (message instanceof ByteBuf content) {
            bytes += content.readableBytes();
        }
        if (message instanceof LastHttpContent && !informational && status != 0) {
            answered = true;
        }
    }

    /** The front has answered in the web framework's place. */
    void refused(int problem, long length, long now) {
        status = problem;
        bytes = length;
        headAt = now;
    }

    /** All of the request has come. */
    void requestEnded(LastHttpContent end) {
        trailers = end.trailingHeaders();
    }

    /** Those of the request, once all of it has come. */
    HttpHeaders trailers() {
        return trailers;
    }

    /** Whether the client may be told {@code response}, a 1xx, before its answer. */
    boolean takes(HttpResponse response) {
        return status == 0
                && InformationalResponse.isFor(!HttpVersion.HTTP_1_1.equals(head.protocolVersion()), response);
    }

    boolean hasBegun() {
        return status != 0;
    }

    boolean isAnswered() {
        return answered;
    }

    boolean isUpgraded() {
        return status == 101;
    }

    /** Whether the connection ends with the answer. */
    boolean closes() {
        return closes || !HttpUtil.isKeepAlive(head);
    }

    /** The id of the worker who has it, or had it last; null if nobody had. */
    @Nullable
    String worker() {
        Worker worker = exchange == null ? null : exchange.worker();
        return worker == null ? null : worker.id();
    }

    Ended ended(Ended.End end, long now, @Nullable String client) {
        return new Ended(
                head.method().asciiName(),
                path,
                status,
                end,
                bytes,
                now - startedAt,
                headAt == 0 ? 0 : headAt - startedAt,
                Lane.SPRING,
                route,
                worker(),
                exchange == null ? 0 : exchange.tries(),
                client,
                trace);
    }

    @Nullable
    RouteEntry route() {
        return route;
    }
}
