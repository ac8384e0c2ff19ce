package dev.equipoise.client.fleet;

import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.Map;
import org.springframework.cloud.client.ServiceInstance;

/**
 * A worker as Spring Cloud knows instances.
 *
 * @param serviceId the service it is asked for; one worker may serve several
 * @param metadata what the worker says of itself, and its {@code zone} and {@code region} if it named them
 */
public record FleetInstance(String serviceId, Worker worker, Map<String, String> metadata) implements ServiceInstance {

    public FleetInstance {
        metadata = Map.copyOf(metadata);
    }

    @Override
    public String getInstanceId() {
        return worker.id();
    }

    @Override
    public String getServiceId() {
        return serviceId;
    }

    @Override
    public String getHost() {
        return worker.uri().getHost();
    }

    @Override
    public int getPort() {
        return worker.uri().getPort();
    }

    @Override
    public boolean isSecure() {
        return "https".equals(worker.uri().getScheme());
    }

    @Override
    public String getScheme() {
        return worker.uri().getScheme();
    }

    @Override
    public URI getUri() {
        return worker.uri();
    }

    @Override
    public Map<String, String> getMetadata() {
        return metadata;
    }
}
