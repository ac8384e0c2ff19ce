package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route as the front sees it.
 *
 * @param rules all of them must hold
 * @param undecided what of its predicates only Spring Cloud Gateway can decide; null for nothing
 * @param service whose workers it leads to; null where it leads elsewhere
 * @param edits what its filters do, in order
 * @param whySpring why it takes Spring's lane; null if it takes the express lane
 * @param named whether it asks for certain paths and not for any
 * @param meters of its requests
 */
record RouteEntry(
        String id,
        List<Rule> rules,
        @Nullable String undecided,
        @Nullable Service service,
        List<Edit> edits,
        @Nullable String whySpring,
        boolean named,
        RequestMeters meters) {

    Lane lane() {
        return whySpring == null ? Lane.EXPRESS : Lane.SPRING;
    }

    boolean mayMatch(RequestLine request) {
        for (Rule rule : rules) {
            if (!rule.matches(request)) {
                return false;
            }
        }
        return true;
    }
}
