package dev.equipoise.gateway.routing;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Just before Spring Cloud LoadBalancer would look for an instance: from here on an {@code lb://service} request is the forwarder's,
 * which picks for itself, once for each try. Filters behind this one see {@code http://service/…}.
 */
final class ServiceUrlFilter implements GlobalFilter, Ordered {

    /** The service of a request that the forwarder is to carry out. */
    static final String SERVICE = ServiceUrlFilter.class.getName() + ".service";

    @Override
    public int getOrder() {
        return ReactiveLoadBalancerClientFilter.LOAD_BALANCER_CLIENT_FILTER_ORDER - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI url = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        String prefix = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_SCHEME_PREFIX_ATTR);
        if (url != null
                && url.getHost() != null
                && isBalanced(url, prefix)
                && ForwardingFilter.canForward(exchange.getRequest())) {
            exchange.getAttributes().put(SERVICE, String.valueOf(url.getHost()));
            exchange.getAttributes().remove(ServerWebExchangeUtils.GATEWAY_SCHEME_PREFIX_ATTR);
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, plain(url));
        }
        return chain.filter(exchange);
    }

    private static boolean isBalanced(URI url, @Nullable String prefix) {
        return "lb".equals(url.getScheme()) || "lb".equals(prefix);
    }

    private static URI plain(URI url) {
        // Not taken apart and put together again: what a URI may have, such as brackets in a query, stays as it is.
        String text = url.toString();
        return URI.create("http" + text.substring(text.indexOf(':')));
    }

    /** Whether it asks for WebSocket. */
    static boolean asksForWebSocket(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return "websocket".equalsIgnoreCase(headers.getUpgrade());
    }
}
