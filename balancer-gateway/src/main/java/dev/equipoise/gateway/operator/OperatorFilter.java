package dev.equipoise.gateway.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Lets nobody but operators at any management endpoint that is not declared open, wherever it is mapped. Acts where the management endpoints
 * are and nowhere else: the same path on the port of the clients goes to the workers as any other.
 */
final class OperatorFilter implements WebFilter {

    private static final String MANAGEMENT = "management";

    private final OperatorToken token;
    private final boolean onePort;
    private final List<PathPattern> paths = new ArrayList<>();

    /** @param open ids of endpoints that anybody may ask */
    OperatorFilter(OperatorToken token, ManagementPortType port, PathMappedEndpoints endpoints, Set<String> open) {
        this.token = token;
        this.onePort = port == ManagementPortType.SAME;
        for (PathMappedEndpoint endpoint : endpoints) {
            if (endpoint instanceof ExposableEndpoint<?> exposed
                    && !open.contains(exposed.getEndpointId().toString())) {
                String path = endpoints.getPath(exposed.getEndpointId());
                paths.add(PathPatternParser.defaultInstance.parse(path + "/**"));
            }
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return isForOperators(exchange) ? proven(exchange, chain) : chain.filter(exchange);
    }

    private boolean isForOperators(ServerWebExchange exchange) {
        if (!onePort && !WebServerApplicationContext.hasServerNamespace(exchange.getApplicationContext(), MANAGEMENT)) {
            return false;
        }
        PathContainer asked = exchange.getRequest().getPath().pathWithinApplication();
        return paths.stream().anyMatch(path -> path.matches(asked));
    }

    private Mono<Void> proven(ServerWebExchange exchange, WebFilterChain chain) {
        if (!token.isConfigured()) {
            return Mono.error(() -> new OperatorOnlyException("This is for operators, and no token of theirs is known: "
                    + OperatorToken.PROPERTY + " is not set."));
        }
        if (!token.isShownBy(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION))) {
            return Mono.error(() ->
                    new OperatorOnlyException("This is for operators: send Authorization: Bearer with their token."));
        }
        return chain.filter(exchange);
    }
}
