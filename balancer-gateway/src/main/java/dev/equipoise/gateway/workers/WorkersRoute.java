package dev.equipoise.gateway.workers;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import java.net.URI;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** {@code GET /workers}: the addresses of the workers that may get traffic. Any other method goes to the workers. */
@Configuration(proxyBeanMethods = false)
class WorkersRoute {

    @Bean
    RouterFunction<ServerResponse> workers(ServiceBalancers balancers) {
        return RouterFunctions.route()
                .GET("/workers", request -> {
                    List<URI> addresses = balancers.eligible().workers().stream()
                            .map(Worker::uri)
                            .toList();
                    return ServerResponse.ok().bodyValue(addresses);
                })
                .build();
    }
}
