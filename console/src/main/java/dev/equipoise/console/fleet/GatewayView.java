package dev.equipoise.console.fleet;

import java.util.List;
import java.util.Map;

/**
 * What one gateway says of its services.
 *
 * @param services by name; those that had requests or have settings
 */
record GatewayView(String gateway, Map<String, Balanced> services) {

    GatewayView {
        services = Map.copyOf(services);
    }

    /**
     * A service as one gateway balances it.
     *
     * @param ejected how many workers outlier ejection keeps out
     */
    record Balanced(String policy, boolean panicking, int ejected, List<Load> loads) {
        Balanced {
            loads = List.copyOf(loads);
        }
    }

    /**
     * @param calls that ended since the gateway knows the worker
     * @param seen whether the policy may choose it
     */
    record Load(String id, int inFlight, double latencyMs, double successRate, long calls, boolean seen) {}
}
