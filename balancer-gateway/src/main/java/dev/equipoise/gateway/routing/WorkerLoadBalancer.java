package dev.equipoise.gateway.routing;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import reactor.core.publisher.Mono;

/** Our policies where Spring Cloud LoadBalancer expects a load balancer. */
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
        // A request that did not come through our filter is balanced, but nobody would end its call.
        if (request.getContext() instanceof RequestDataContext context
                && context.getClientRequest() != null
                && context.getClientRequest().getAttributes() != null
                && context.getClientRequest().getAttributes().get(Tries.ATTRIBUTE) instanceof Tries tries) {
            PickRequest next = tries.next();
            Worker worker = balancer.pick(next);
            if (worker == null) {
                return nobody(next);
            }
            tries.begin(worker, balancer.tracker().start(worker));
            return Mono.just(new DefaultResponse(new WorkerInstance(service, worker)));
        }
        Worker worker = balancer.pick(PickRequest.ANY);
        return worker == null
                ? nobody(PickRequest.ANY)
                : Mono.just(new DefaultResponse(new WorkerInstance(service, worker)));
    }

    private Mono<Response<ServiceInstance>> nobody(PickRequest request) {
        return balancer.hasUntried(request) ? Mono.error(WorkersBusyException::new) : Mono.just(new EmptyResponse());
    }
}
