package dev.equipoise.gateway.balancing;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** A request of Spring's lane. */
record AskedOfSpring(ServerHttpRequest request) implements Asked {

    @Override
    public @Nullable String header(String name) {
        return request.getHeaders().getFirst(name);
    }

    @Override
    public @Nullable String cookie(String name) {
        HttpCookie cookie = request.getCookies().getFirst(name);
        return cookie == null ? null : cookie.getValue();
    }

    @Override
    public @Nullable String query(String name) {
        return request.getQueryParams().getFirst(name);
    }

    @Override
    public String path() {
        return request.getURI().getRawPath();
    }

    @Override
    public @Nullable String clientAddress() {
        InetSocketAddress client = request.getRemoteAddress();
        return client == null || client.getAddress() == null
                ? null
                : client.getAddress().getHostAddress();
    }
}
