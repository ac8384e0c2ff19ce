package dev.equipoise.starter;

import dev.equipoise.starter.registration.MembershipState;
import dev.equipoise.starter.registration.WorkerMembership;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Shows whether the worker is registered. Never DOWN: the worker serves just as well while the registry is away, and a
 * health check that failed with the registry would turn its outage into everyone's.
 */
final class MembershipHealthIndicator implements HealthIndicator {

    private final WorkerMembership membership;

    MembershipHealthIndicator(WorkerMembership membership) {
        this.membership = membership;
    }

    @Override
    public Health health() {
        MembershipState state = membership.state();
        boolean registered = state == MembershipState.REGISTERED;
        return (registered ? Health.up() : Health.unknown())
                .withDetail("registered", registered)
                .withDetail("state", state.name().toLowerCase(Locale.ROOT))
                .build();
    }
}
