package dev.equipoise.gateway.routing;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.forward.Unanswered;
import dev.equipoise.gateway.forward.UnansweredException;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import reactor.core.publisher.Mono;

/**
 * Our policies where Spring Cloud LoadBalancer expects a load balancer, for requests the forwarder does not carry: WebSocket over
 * connections that have no front, and clients of the application's own. They are balanced, but nobody counts them in flight.
 */
final class WorkerLoadBalancer implements ReactorServiceInstanceLoadBalancer {

    private final String service;
    private final ServiceBalancer balancer;

    WorkerLoadBalancer(String service, ServiceBalancer balancer) {
        this.service = service;
        this.balancer = balancer;
    }

    @Override
    @SuppressWarnings("rawtypes") // the signature of the interface
    public Mono<Response<ServiceInstance>> choose(Request request) {
        Worker worker = balancer.pick(PickRequest.ANY);
        if (worker != null) {
            return Mono.just(new DefaultResponse(new WorkerInstance(service, worker)));
        }
        return balancer.hasUntried(PickRequest.ANY)
                ? Mono.error(() -> new UnansweredException(Unanswered.ALL_BUSY))
                : Mono.just(new EmptyResponse());
    }
}
