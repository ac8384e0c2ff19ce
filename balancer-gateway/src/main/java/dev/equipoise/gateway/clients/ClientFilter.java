package dev.equipoise.gateway.clients;

import dev.equipoise.gateway.clients.Sentences.Sentence;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Watches what clients do by what they are answered, and slows down or refuses those that are due for it, before anything else
 * is done for them. Acts on the port of the clients alone. While nobody misbehaves a request costs a look at its path and its
 * status.
 */
final class ClientFilter implements WebFilter, Ordered {

    private static final String MANAGEMENT = "management";
    private static final String CATCH_ALL = "/**";
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final int MOST_DELAYED = 1000;

    private final ClientAddresses addresses;
    private final ClientWatch watch;
    private final Set<String> honeyPaths;
    private final @Nullable TokenBuckets rate;
    private final ForcedBrowsing browsing;
    private final Counter slowed;
    private final Counter limited;
    private final Counter blocked;
    private final AtomicInteger delayed = new AtomicInteger();

    ClientFilter(ClientsProperties properties, ClientAddresses addresses, ClientWatch watch, MeterRegistry meters) {
        this.addresses = addresses;
        this.watch = watch;
        this.honeyPaths = Set.copyOf(properties.honeyPaths());
        double perSecond = properties.rate().perSecond();
        double burst = properties.rate().burst() > 0 ? properties.rate().burst() : Math.max(1, 2 * perSecond);
        this.rate = perSecond > 0 ? new TokenBuckets(perSecond, burst, properties.remembered()) : null;
        this.browsing = new ForcedBrowsing(properties.remembered());
        this.slowed = meters.counter("equipoise.clients.refusals", "action", "slow");
        this.limited = meters.counter("equipoise.clients.refusals", "action", "limit");
        this.blocked = meters.counter("equipoise.clients.refusals", "action", "block");
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
        if (rate != null || watch.sentencesAnybody()) {
            String client = addresses.of(exchange.getRequest());
            if (client != null) {
                return judged(client, exchange, chain);
            }
        }
        return watched(exchange, chain);
    }

    private Mono<Void> judged(String client, ServerWebExchange exchange, WebFilterChain chain) {
        Sentence sentence = watch.sentence(client);
        if (sentence != null) {
            switch (sentence.action()) {
                case BLOCK -> {
                    blocked.increment();
                    return Mono.error(ClientRefusedException::barred);
                }
                case LIMIT -> {
                    return limited(1 + (sentence.until() - watch.now()) / 1000);
                }
                default -> {}
            }
        }
        if (rate != null && !rate.take(client, watch.now())) {
            watch.happened(ClientPoints.RATE, client);
            if (watch.enforces()) {
                return limited(1);
            }
        }
        return sentence == null ? watched(exchange, chain) : slowed(exchange, chain);
    }

    private Mono<Void> limited(long seconds) {
        limited.increment();
        return Mono.error(() -> ClientRefusedException.tooMany(Math.max(1, seconds)));
    }

    private Mono<Void> slowed(ServerWebExchange exchange, WebFilterChain chain) {
        if (delayed.incrementAndGet() > MOST_DELAYED) {
            delayed.decrementAndGet();
            return limited(1);
        }
        slowed.increment();
        return Mono.delay(DELAY)
                .doFinally(signal -> delayed.decrementAndGet())
                .then(Mono.defer(() -> watched(exchange, chain)));
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
        boolean denied = status != null && (status.value() == NOT_FOUND || status.value() == FORBIDDEN);
        boolean honey = honeyPaths.contains(
                        exchange.getRequest().getPath().pathWithinApplication().value())
                && !isRouted(exchange);
        if (!denied && !honey && !browsing.isWatching()) {
            return;
        }
        String client = addresses.of(exchange.getRequest());
        if (client == null) {
            return;
        }
        if (honey) {
            watch.happened(ClientPoints.HONEY, client);
        }
        if (browsing.answered(client, denied, watch.now())) {
            watch.happened(ClientPoints.FORCED_BROWSING, client);
        }
    }

    /** Whether a route asked for such a path, and not for any. */
    private static boolean isRouted(ServerWebExchange exchange) {
        Object pattern = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_PREDICATE_MATCHED_PATH_ATTR);
        return pattern != null && !pattern.equals(CATCH_ALL);
    }
}
