package dev.equipoise.gateway.routing;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** A request that knows whether its body began to be read. */
final class WatchedBody extends ServerHttpRequestDecorator {

    private volatile boolean taken;

    WatchedBody(ServerHttpRequest request) {
        super(request);
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.defer(() -> {
            if (taken) {
                // Only requests without a body are sent twice: there is nothing to read again.
                return Flux.empty();
            }
            taken = true;
            return super.getBody();
        });
    }

    boolean taken() {
        return taken;
    }
}
