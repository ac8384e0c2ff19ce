package dev.equipoise.gateway.routing;

import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.Map;
import org.springframework.cloud.client.ServiceInstance;

/** A worker as Spring Cloud knows instances. */
record WorkerInstance(String serviceId, Worker worker) implements ServiceInstance {

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
    public URI getUri() {
        return worker.uri();
    }

    @Override
    public Map<String, String> getMetadata() {
        return Map.of();
    }
}
