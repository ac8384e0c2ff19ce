package dev.equipoise.gateway.routing;

import java.net.URI;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * As the filter of Spring Cloud Gateway whose place it takes, but that path and query stay as they are. That one takes them apart and puts them together again,
 * which moves parameters of one name together and loses empty ones and double slashes.
 */
final class ExactUrlFilter extends RouteToRequestUrlFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR) == null) {
            return chain.filter(exchange);
        }
        return super.filter(exchange, routed -> {
            URI url = routed.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
            URI exact = exact(url, routed.getRequest().getURI());
            routed.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, exact);
            return chain.filter(routed);
        });
    }

    private static URI exact(URI url, URI asked) {
        String query = asked.getRawQuery();
        String text = url.getScheme() + "://" + url.getRawAuthority() + asked.getRawPath()
                + (query == null ? "" : "?" + query);
        return text.equals(url.toString()) ? url : URI.create(text);
    }
}
