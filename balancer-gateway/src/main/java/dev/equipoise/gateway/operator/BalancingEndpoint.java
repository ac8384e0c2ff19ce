package dev.equipoise.gateway.operator;

import dev.equipoise.core.policy.Explanation;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.PickTrace;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ExplainedPicks.ExplainedPick;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.reputation.FollowedStandings;
import dev.equipoise.gateway.reputation.ReputationProperties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** How each service is balanced at the moment, why a request goes where it goes, and the switch of its policy. */
@Endpoint(id = BalancingEndpoint.ID)
final class BalancingEndpoint {

    static final String ID = "balancing";

    private static final String EXPLAINED = "explained";
    private static final String WORKERS = "workers";
    private static final String HISTORY = "history";

    private final ServiceBalancers balancers;
    private final ExplainedPicks explained;
    private final ReputationProperties.Mode mode;
    private final FollowedStandings standings;

    BalancingEndpoint(
            ServiceBalancers balancers,
            ExplainedPicks explained,
            ReputationProperties reputation,
            FollowedStandings standings) {
        this.balancers = balancers;
        this.explained = explained;
        this.mode = reputation.mode();
        this.standings = standings;
    }

    /** @param services by name */
    record Overview(Map<String, ServiceState> services, Reputation reputation) {}

    /**
     * @param mode what is done with standings
     * @param workers how many have which standing
     * @param awaySince since when no new standings can be heard; null while they can
     */
    record Reputation(
            ReputationProperties.Mode mode,
            Map<TrustState, Integer> workers,
            @Nullable Instant awaySince) {}

    /** @param explanation of a pick by this policy: what its scores mean is the policy's own */
    record Explained(String policy, Explanation explanation) {}

    /** @param picks the last ones of a share of the requests, oldest first */
    record Sample(List<ExplainedPick> picks) {}

    @ReadOperation
    Overview overview() {
        Map<String, ServiceState> states = new TreeMap<>();
        balancers.names().forEach(name -> states.put(name, state(name)));
        return new Overview(states, new Reputation(mode, standings.counts(), standings.awaySince()));
    }

    /**
     * Where a request with this key from this zone would go, and why. The pick is real, only nothing is sent: a cursor, such
     * as that of round-robin, moves on.
     */
    @ReadOperation
    Explained explain(@Selector String service, @Nullable String key, @Nullable String zone) {
        ServiceBalancer balancer = balancers.existing(service);
        PickTrace trace = new PickTrace();
        String policy = balancer.policy();
        return new Explained(
                policy, trace.explain(balancer.pick(new PickRequest(key, zone == null ? "" : zone, List.of(), trace))));
    }

    /**
     * {@value #EXPLAINED}: the last requests that were explained while they ran; {@value #WORKERS}: what is known of each
     * worker; {@value #HISTORY}: how each did in the last ten minutes; null for any other view, which is a 404.
     */
    @ReadOperation
    @Nullable
    Object view(@Selector String service, @Selector String view) {
        ServiceBalancer balancer = balancers.existing(service);
        return switch (view) {
            case EXPLAINED -> new Sample(explained.of(service));
            case WORKERS -> WorkerLoads.of(balancer);
            case HISTORY -> balancer.history().known();
            default -> null;
        };
    }

    /** From the next pick on and until the gateway ends. */
    @WriteOperation
    ServiceState switchPolicy(@Selector String service, @Nullable String policy) {
        balancers.switchPolicy(service, policy == null ? "" : policy);
        return state(service);
    }

    private ServiceState state(String service) {
        return ServiceState.of(balancers.existing(service), standings.get());
    }
}
