package dev.equipoise.gateway.clients;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * {@link ClientGate} in Spring's lane, before anything else is done for a request. Acts on the port of the clients alone.
 */
final class ClientFilter implements WebFilter, Ordered {

    private static final String MANAGEMENT = "management";
    private static final String CATCH_ALL = "/**";

    private final ClientAddresses addresses;
    private final ClientGate gate;

    ClientFilter(ClientAddresses addresses, ClientGate gate) {
        this.addresses = addresses;
        this.gate = gate;
    }

    /** Behind the filter that every answer of the gateway's end must pass, before all others. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (WebServerApplicationContext.hasServerNamespace(exchange.getApplicationContext(), MANAGEMENT)) {
            return chain.filter(exchange);
        }
        String client = gate.isJudging() ? addresses.of(exchange.getRequest()) : null;
        if (client == null) {
            return watched(exchange, chain);
        }
        ClientGate.Verdict verdict = gate.judge(client);
        ClientRefusedException refusal = verdict.refusal();
        if (refusal != null) {
            return Mono.error(refusal);
        }
        return verdict.waits()
                ? Mono.delay(ClientGate.DELAY)
                        .doFinally(signal -> gate.waited())
                        .then(Mono.defer(() -> watched(exchange, chain)))
                : watched(exchange, chain);
    }

    private Mono<Void> watched(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> {
            answered(exchange);
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    private void answered(ServerWebExchange exchange) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        int code = status == null ? 0 : status.value();
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        boolean named = isNamed(exchange);
        if (gate.isWorthALook(code, path, named)) {
            gate.look(code, path, named, addresses.of(exchange.getRequest()));
        }
    }

    /** Whether a route asked for such a path, and not for any. */
    private static boolean isNamed(ServerWebExchange exchange) {
        @Nullable Object pattern = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_PREDICATE_MATCHED_PATH_ATTR);
        return pattern != null && !pattern.equals(CATCH_ALL);
    }
}
