package dev.equipoise.gateway.forward;

import dev.equipoise.gateway.affinity.Sessions;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import org.jspecify.annotations.Nullable;

/** A service as the forwarder sees it. */
public final class Service {

    private final String name;
    private final ServiceBalancer balancer;
    private final @Nullable Sessions sessions;
    private final RetryBudget budget = new RetryBudget();

    Service(String name, ServiceBalancer balancer, @Nullable Sessions sessions) {
        this.name = name;
        this.balancer = balancer;
        this.sessions = sessions;
    }

    public String name() {
        return name;
    }

    public ServiceBalancer balancer() {
        return balancer;
    }

    /** Null where no request belongs to one worker rather than to another. */
    @Nullable
    Sessions sessions() {
        return sessions;
    }

    RetryBudget budget() {
        return budget;
    }
}
