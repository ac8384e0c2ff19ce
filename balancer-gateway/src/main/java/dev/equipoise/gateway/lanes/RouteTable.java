package dev.equipoise.gateway.lanes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lane a request takes. Immutable; made anew when routes change. Routes are looked at in the order of Spring Cloud Gateway; the first that
 * cannot be ruled out decides, and where that needs more than method, host and path, Spring Cloud Gateway decides.
 */
final class RouteTable {

    private final List<RouteEntry> routes;
    private final OwnPaths own;
    private final RequestMeters meters;
    private final @Nullable String whyAllSpring;

    /**
     * @param meters of requests whose route is not known here
     * @param whyAllSpring why no route takes the express lane; null if some may
     */
    RouteTable(List<RouteEntry> routes, OwnPaths own, RequestMeters meters, @Nullable String whyAllSpring) {
        this.meters = meters;
        this.routes = List.copyOf(routes);
        this.own = own;
        this.whyAllSpring = whyAllSpring;
    }

    /**
     * @param lane to take
     * @param route null where none is known
     */
    record Choice(Lane lane, @Nullable RouteEntry route) {

        static final Choice UNKNOWN = new Choice(Lane.SPRING, null);
    }

    Choice choose(RequestLine request) {
        if (!request.isOrigin() || own.contain(request)) {
            return Choice.UNKNOWN;
        }
        for (RouteEntry route : routes) {
            if (route.mayMatch(request)) {
                return route.undecided() == null
                        ? new Choice(whyAllSpring == null ? route.lane() : Lane.SPRING, route)
                        : Choice.UNKNOWN;
            }
        }
        return Choice.UNKNOWN;
    }

    RequestMeters meters() {
        return meters;
    }

    List<RouteEntry> routes() {
        return routes;
    }

    /** Why this route takes Spring's lane; null if it takes the express lane. */
    @Nullable
    String whySpring(RouteEntry route) {
        return whyAllSpring != null ? whyAllSpring : route.whySpring();
    }
}
