package dev.equipoise.starter.load;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Counts the requests of a reactive application, from subscription to completion, failure or cancellation. */
public final class TrafficWebFilter implements WebFilter {

    private final Traffic traffic;
    private final String uncounted;

    /** @param uncounted path of the probes; they would keep a draining worker from falling quiet */
    public TrafficWebFilter(Traffic traffic, String uncounted) {
        this.traffic = traffic;
        this.uncounted = uncounted;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String contextPath = exchange.getRequest().getPath().contextPath().value();
        if (UncountedPath.matches(uncounted, exchange.getRequest().getPath().value(), contextPath)) {
            return chain.filter(exchange);
        }
        return Mono.defer(() -> {
            traffic.arrived();
            return chain.filter(exchange).doFinally(signal -> traffic.finished());
        });
    }
}
