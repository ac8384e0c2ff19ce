package dev.equipoise.gateway.tracing;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Begins the trace of each request, or goes on with the one its client began. Any thread; must not block. */
@FunctionalInterface
public interface Tracing {

    /** Nobody looks: what clients say of their traces passes as it is. */
    Tracing OFF = (head, path, client, secure) -> RequestTrace.NONE;

    /**
     * A request has come.
     *
     * @param path without the query, in which there may be secrets
     * @param client its address, as far as it is known
     */
    RequestTrace begin(HttpRequest head, String path, @Nullable String client, boolean secure);
}
