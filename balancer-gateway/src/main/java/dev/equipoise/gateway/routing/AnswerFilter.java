package dev.equipoise.gateway.routing;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.forward.Heads;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes the body of what the forwarder got, where Spring Cloud Gateway writes those of its own client. An answer of unknown length is flushed
 * part by part, its head at once: it may be a stream of events.
 */
final class AnswerFilter implements GlobalFilter, Ordered {

    private final boolean exposeWorker;

    AnswerFilter(boolean exposeWorker) {
        this.exposeWorker = exposeWorker;
    }

    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange)
                .then(Mono.defer(() -> write(exchange)))
                .doOnError(error -> abandon(exchange))
                .doOnCancel(() -> abandon(exchange));
    }

    private Mono<Void> write(ServerWebExchange exchange) {
        Forwarded forwarded = exchange.getAttribute(Forwarded.ATTRIBUTE);
        ServerHttpResponse response = exchange.getResponse();
        if (forwarded == null || response.isCommitted()) {
            return Mono.empty();
        }
        Worker worker = forwarded.worker();
        if (exposeWorker && worker != null) {
            response.beforeCommit(() -> {
                response.getHeaders().set(Heads.WORKER, worker.id());
                return Mono.empty();
            });
        }
        if (hasNoBody(exchange)) {
            return forwarded.body().doOnNext(DataBufferUtils::release).then(Mono.defer(response::setComplete));
        }
        if (response.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH) != null) {
            return response.writeWith(forwarded.body());
        }
        Mono<DataBuffer> nothing =
                Mono.fromSupplier(() -> response.bufferFactory().wrap(new byte[0]));
        return response.writeAndFlushWith(
                Flux.concat(Mono.just(nothing), forwarded.body().map(Mono::just)));
    }

    private static boolean hasNoBody(ServerWebExchange exchange) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        int code = status == null ? 0 : status.value();
        return code == 204 || code == 304 || exchange.getRequest().getMethod() == HttpMethod.HEAD;
    }

    private static void abandon(ServerWebExchange exchange) {
        Forwarded forwarded = exchange.getAttribute(Forwarded.ATTRIBUTE);
        if (forwarded != null) {
            forwarded.abandon();
        }
    }
}
