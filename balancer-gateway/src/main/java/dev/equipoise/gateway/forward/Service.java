package dev.equipoise.gateway.forward;

import dev.equipoise.gateway.balancing.ServiceBalancer;

/** A service as the forwarder sees it. */
public final class Service {

    private final String name;
    private final ServiceBalancer balancer;
    private final RetryBudget budget = new RetryBudget();

    Service(String name, ServiceBalancer balancer) {
        this.name = name;
        this.balancer = balancer;
    }

    public String name() {
        return name;
    }

    public ServiceBalancer balancer() {
        return balancer;
    }

    RetryBudget budget() {
        return budget;
    }
}
