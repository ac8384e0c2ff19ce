package dev.equipoise.client.balancing;

import dev.equipoise.client.fleet.FleetInstance;
import dev.equipoise.client.fleet.FleetView;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import reactor.core.publisher.Mono;

/**
 * Picks a worker of one service by our policy. A service that nobody in the fleet serves may be known to another discovery
 * client of the application, so it is left to Spring Cloud's own load balancer.
 */
final class FleetLoadBalancer implements ReactorServiceInstanceLoadBalancer {

    private final String service;
    private final ServiceBalancer balancer;
    private final FleetView fleet;
    private final HashHeader hashHeader;
    private final ReactorServiceInstanceLoadBalancer otherwise;

    FleetLoadBalancer(
            String service,
            ServiceBalancer balancer,
            FleetView fleet,
            HashHeader hashHeader,
            ReactorServiceInstanceLoadBalancer otherwise) {
        this.service = service;
        this.balancer = balancer;
        this.fleet = fleet;
        this.hashHeader = hashHeader;
        this.otherwise = otherwise;
    }

    @Override
    @SuppressWarnings("rawtypes") // the signature of the interface
    public Mono<Response<ServiceInstance>> choose(Request request) {
        Worker worker = balancer.pick(asked(request));
        if (worker == null) {
            return otherwise.choose(request);
        }
        FleetInstance instance =
                new FleetInstance(service, worker, fleet.current().metadata(worker.id()));
        return Mono.just(new DefaultResponse(new PickedInstance(instance, balancer.tracker())));
    }

    private PickRequest asked(Request<?> request) {
        PickRequest asked = PickRequest.keyed(hashHeader.keyOf(request));
        return request.getContext() instanceof RetryableRequestContext retry
                        && retry.getPreviousServiceInstance() != null
                        && retry.getPreviousServiceInstance().getInstanceId() != null
                ? asked.without(List.of(retry.getPreviousServiceInstance().getInstanceId()))
                : asked;
    }
}
