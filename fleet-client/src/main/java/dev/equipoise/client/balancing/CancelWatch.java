package dev.equipoise.client.balancing;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Ends the call of a request that is cancelled, as by a {@code timeout} of its caller. Spring Cloud LoadBalancer's
 * callbacks are not told of that, and the request would count as in flight. Stands in front of its filter; the builders
 * that are {@code @LoadBalanced} get it by themselves.
 */
public final class CancelWatch implements ExchangeFilterFunction {

    static final String ATTRIBUTE = CancelWatch.class.getName();

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.defer(() -> {
            AtomicReference<@Nullable PickedInstance> picked = new AtomicReference<>();
            return next.exchange(ClientRequest.from(request)
                            .attribute(ATTRIBUTE, picked)
                            .build())
                    .doOnCancel(() -> {
                        PickedInstance last = picked.get();
                        if (last != null) {
                            last.ignored();
                        }
                    });
        });
    }

    /** Puts a watch before all other filters, once. */
    static void putInFront(List<ExchangeFilterFunction> filters) {
        if (filters.stream().noneMatch(CancelWatch.class::isInstance)) {
            filters.add(0, new CancelWatch());
        }
    }
}
