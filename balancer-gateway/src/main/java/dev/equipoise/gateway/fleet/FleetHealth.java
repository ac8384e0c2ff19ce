package dev.equipoise.gateway.fleet;

import dev.equipoise.gateway.balancing.ServiceBalancers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What the gateway knows of its fleet. Never DOWN: a gateway whose store is away routes on, and one without workers
 * answers clearly; taking it out of service would help nobody.
 */
public final class FleetHealth implements HealthIndicator {

    private final ServiceBalancers balancers;
    private final @Nullable FleetFeed feed;

    public FleetHealth(ServiceBalancers balancers, @Nullable FleetFeed feed) {
        this.balancers = balancers;
        this.feed = feed;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up()
                .withDetail("workers", balancers.fleet().size())
                .withDetail("eligible", balancers.eligible().size());
        if (feed == null) {
            return health.withDetail("source", "static").build();
        }
        health.withDetail("source", "registry");
        Instant heard = feed.lastHeard();
        if (heard != null) {
            health.withDetail("lastHeard", heard.toString());
        }
        Instant away = feed.awaySince();
        if (away != null) {
            health.withDetail("degraded", "the store is away since " + away + "; routing on the last fleet");
        }
        return health.build();
    }
}
