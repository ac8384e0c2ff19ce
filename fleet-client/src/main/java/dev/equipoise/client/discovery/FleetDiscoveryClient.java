package dev.equipoise.client.discovery;

import dev.equipoise.client.fleet.FleetView;
import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** The fleet for those who may block. It never does: the answer is what was last heard. */
public final class FleetDiscoveryClient implements DiscoveryClient {

    static final String DESCRIPTION = "Equipoise fleet";

    private final FleetView fleet;

    public FleetDiscoveryClient(FleetView fleet) {
        this.fleet = fleet;
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    /** In order of registration. */
    @Override
    public List<ServiceInstance> getInstances(String serviceId) {
        return List.copyOf(fleet.current().instances(serviceId));
    }

    @Override
    public List<String> getServices() {
        return fleet.current().services();
    }
}
