package dev.equipoise.client.discovery;

import dev.equipoise.client.fleet.FleetView;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import reactor.core.publisher.Flux;

/** The fleet for those who must not block. */
public final class ReactiveFleetDiscoveryClient implements ReactiveDiscoveryClient {

    private final FleetView fleet;

    public ReactiveFleetDiscoveryClient(FleetView fleet) {
        this.fleet = fleet;
    }

    @Override
    public String description() {
        return FleetDiscoveryClient.DESCRIPTION;
    }

    /** In order of registration; as of the moment of the subscription. */
    @Override
    public Flux<ServiceInstance> getInstances(String serviceId) {
        return Flux.defer(() -> Flux.fromIterable(fleet.current().instances(serviceId)));
    }

    @Override
    public Flux<String> getServices() {
        return Flux.defer(() -> Flux.fromIterable(fleet.current().services()));
    }
}
