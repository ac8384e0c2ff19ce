package dev.equipoise.gateway.routing;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.PickTrace;
import dev.equipoise.gateway.GatewayProperties;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.forward.Outcome;
import dev.equipoise.gateway.forward.Outcomes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.NotFoundException;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Accompanies a request to a balanced service from outside of everything that sends and writes: starts it with nobody
 * tried, tries another worker where that is safe, and tells the load tracker and the reputation how each try
 * ended, the last one when its body has been written.
 */
final class BalancedRequestFilter implements GlobalFilter, Ordered {

    static final String WORKER_HEADER = "Equipoise-Worker";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int VERSION_NOT_SUPPORTED = 505;

    private static final Logger log = LoggerFactory.getLogger(BalancedRequestFilter.class);

    private final ServiceBalancers balancers;
    private final int retries;
    private final boolean exposeWorker;
    private final ExplainedPicks explained;
    private final Outcomes outcomes;
    private final Counter retried;

    BalancedRequestFilter(
            ServiceBalancers balancers,
            GatewayProperties properties,
            ExplainedPicks explained,
            Outcomes outcomes,
            MeterRegistry meters) {
        this.balancers = balancers;
        this.explained = explained;
        this.outcomes = outcomes;
        this.retries = properties.retries();
        this.exposeWorker = properties.exposeWorker();
        this.retried = meters.counter("equipoise.gateway.retries");
    }

    /** Just outside the filter that writes the response. */
    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        String service = balancedService(exchange);
        if (service == null) {
            return chain.filter(exchange);
        }
        ServiceBalancer balancer = balancers.of(service);
        ServerHttpRequest plain = exchange.getRequest();
        PickTrace trace = explained.trace();
        Tries tries = new Tries(
                new PickRequest(balancer.hashOn().keyOf(plain), "", List.of(), trace, Failure.changesNothing(plain)));
        exchange.getAttributes().put(Tries.ATTRIBUTE, tries);
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> onResponse(exchange, tries)));
        WatchedBody request = new WatchedBody(exchange.getRequest());
        return attempt(exchange.mutate().request(request).build(), request, chain, tries)
                .doFinally(signal -> {
                    end(exchange, tries, signal);
                    // A client that goes away may do so in the middle of a pick on another thread.
                    if (trace != null && signal != SignalType.CANCEL) {
                        explained.add(service, balancer.policy(), tries.count(), trace.explain(tries.worker()));
                    }
                });
    }

    private Mono<Void> attempt(ServerWebExchange exchange, WatchedBody request, GatewayFilterChain chain, Tries tries) {
        return Mono.defer(() -> chain.filter(exchange)).onErrorResume(error -> {
            if (error instanceof NotFoundException && tries.count() == 0) {
                return Mono.error(new NoWorkerException("No worker is available."));
            }
            Worker worker = tries.worker();
            if (error instanceof WorkersBusyException || worker == null) {
                return Mono.error(error);
            }
            if (exchange.getResponse().isCommitted()) {
                saw(tries, Failure.inMidAnswer(error));
                return Mono.error(error);
            }
            Failure failure = Failure.of(error);
            saw(tries, failure.outcome());
            if (failure == Failure.REFUSED) {
                balancers.refusedBy(worker);
            }
            tries.call().failed();
            if (tries.count() > retries || !failure.allowsAnotherTry(request, request.taken())) {
                log.warn("{} failed with {}: {}", asked(exchange), tries, failure);
                return Mono.error(heard(failure, error));
            }
            retried.increment();
            ServerWebExchangeUtils.reset(exchange);
            return attempt(exchange, request, chain, tries)
                    // Nobody else is there to try: what went wrong first is what the client should hear.
                    .onErrorMap(NotFoundException.class, nobody -> {
                        log.warn("{} failed with {}, and nobody else is there: {}", asked(exchange), tries, failure);
                        return heard(failure, error);
                    })
                    .onErrorMap(WorkersBusyException.class, busy -> {
                        log.warn("{} failed with {}, and the others are busy: {}", asked(exchange), tries, failure);
                        return failure == Failure.BROKEN || failure == Failure.FRAMING ? error : busy;
                    });
        });
    }

    private static String asked(ServerWebExchange exchange) {
        return exchange.getRequest().getMethod() + " "
                + exchange.getRequest().getPath().value();
    }

    /** What the client hears when its last try failed so. */
    private static Throwable heard(Failure failure, Throwable error) {
        return switch (failure) {
            case REFUSED -> new NoWorkerException("No worker accepts connections.");
            case BUSY -> new WorkersBusyException();
            case BROKEN, FRAMING, LATE, OTHER -> error;
        };
    }

    private void onResponse(ServerWebExchange exchange, Tries tries) {
        tries.call().responded();
        Worker worker = tries.worker();
        if (exposeWorker && worker != null) {
            exchange.getResponse().getHeaders().set(WORKER_HEADER, worker.id());
        }
    }

    private void saw(Tries tries, @Nullable Outcome outcome) {
        Worker worker = outcome == null ? null : tries.takeUnseen();
        if (worker != null && outcome != null) {
            outcomes.saw(worker, outcome);
        }
    }

    private void end(ServerWebExchange exchange, Tries tries, SignalType signal) {
        switch (signal) {
            case ON_COMPLETE -> {
                if (isFailure(exchange.getResponse().getStatusCode())) {
                    saw(tries, Outcome.FAILED);
                    tries.call().failed();
                } else {
                    saw(tries, Outcome.SUCCEEDED);
                    tries.call().succeeded();
                }
            }
            case CANCEL -> tries.call().ignored();
            default -> tries.call().failed();
        }
    }

    /** A worker that answers so did not do its work; 501 and 505 speak of the request. */
    private static boolean isFailure(@Nullable HttpStatusCode status) {
        if (status == null) {
            return false;
        }
        int code = status.value();
        return code == TOO_MANY_REQUESTS
                || (status.is5xxServerError() && code != NOT_IMPLEMENTED && code != VERSION_NOT_SUPPORTED);
    }

    /** The service of an {@code lb://service} or {@code lb:scheme://service} route; null for any other route. */
    private static @Nullable String balancedService(ServerWebExchange exchange) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        URI uri = route.getUri();
        if (!"lb".equals(uri.getScheme())) {
            return null;
        }
        return uri.getHost() != null
                ? uri.getHost()
                : URI.create(uri.getSchemeSpecificPart()).getHost();
    }
}
