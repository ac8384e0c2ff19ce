package dev.equipoise.gateway.routing;

import dev.equipoise.gateway.forward.Outcome;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** How a try can fail before the response began, and what each way allows. */
enum Failure {
    /** No connection came about: nothing was sent, and the worker is not to be picked until it accepts one. */
    REFUSED,
    /** Every connection to the worker is taken: nothing was sent. */
    BUSY,
    /** The connection broke before the response began: the worker may have acted on what it got. */
    BROKEN,
    /** The response began with what is no HTTP: as if the connection had broken, and nothing more is read from it. */
    FRAMING,
    /** No response in time: the worker may be acting on it. Not ours to repeat. */
    LATE,
    /** Anything else: not ours to repeat. */
    OTHER;

    static Failure of(Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException) {
                return REFUSED;
            }
            if (cause instanceof PoolAcquireTimeoutException) {
                return BUSY;
            }
            if (cause instanceof TimeoutException || cause instanceof ReadTimeoutException) {
                return LATE;
            }
            if (cause instanceof BrokenFramingException) {
                return FRAMING;
            }
            // Aborted: the connection was closed between its acquisition and our writing; it is no IOException.
            if (cause instanceof IOException || cause instanceof AbortedException) {
                return BROKEN;
            }
        }
        return OTHER;
    }

    /**
     * May the request be sent to another worker? What was never sent may, whatever it is; what may have been acted upon
     * only if acting twice is the same as once (RFC 9110 section 9.2.2).
     *
     * @param bodyTaken whether the body began to be read: it cannot be read twice
     */
    boolean allowsAnotherTry(ServerHttpRequest request, boolean bodyTaken) {
        boolean replayable = !bodyTaken || !declaresBody(request);
        return switch (this) {
            case REFUSED, BUSY -> replayable;
            case BROKEN, FRAMING -> replayable && isIdempotent(request.getMethod());
            case LATE, OTHER -> false;
        };
    }

    /** What it says of the worker; null for nothing. */
    @Nullable
    Outcome outcome() {
        return switch (this) {
            case REFUSED -> Outcome.REFUSED;
            case BROKEN, LATE -> Outcome.FAILED;
            case FRAMING -> Outcome.FRAMING;
            case BUSY, OTHER -> null;
        };
    }

    /** What an error says of the worker once the response began; null for nothing: much of it is the client's doing then. */
    static @Nullable Outcome inMidAnswer(Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof BrokenFramingException) {
                return Outcome.FRAMING;
            }
            if (cause instanceof PrematureCloseException || cause instanceof ReadTimeoutException) {
                return Outcome.FAILED;
            }
        }
        return null;
    }

    /** Whether it may be sent to a worker for a try: it asks only, and has no body. */
    static boolean changesNothing(ServerHttpRequest request) {
        HttpMethod method = request.getMethod();
        return (method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS)
                && !declaresBody(request);
    }

    static boolean isIdempotent(HttpMethod method) {
        return method == HttpMethod.GET
                || method == HttpMethod.HEAD
                || method == HttpMethod.PUT
                || method == HttpMethod.DELETE
                || method == HttpMethod.OPTIONS
                || method == HttpMethod.TRACE;
    }

    /** HTTP/2 needs neither header for a body; only methods that never have one are sure. */
    private static boolean declaresBody(ServerHttpRequest request) {
        long length = request.getHeaders().getContentLength();
        boolean chunked = request.getHeaders().containsHeader("Transfer-Encoding");
        boolean silent = length < 0 && !chunked;
        HttpMethod method = request.getMethod();
        boolean bodiless = method == HttpMethod.GET
                || method == HttpMethod.HEAD
                || method == HttpMethod.OPTIONS
                || method == HttpMethod.TRACE
                || method == HttpMethod.DELETE;
        return length > 0 || chunked || (silent && !bodiless);
    }
}
