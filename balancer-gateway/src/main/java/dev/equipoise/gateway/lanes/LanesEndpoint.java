package dev.equipoise.gateway.lanes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** Which lane each route takes, and why. For operators. */
@Endpoint(id = LanesEndpoint.ID)
public final class LanesEndpoint {

    public static final String ID = "lanes";

    private final Lanes lanes;

    LanesEndpoint(Lanes lanes) {
        this.lanes = lanes;
    }

    /** @param routes in the order in which they are looked at */
    public record Overview(List<RouteLane> routes) {}

    /**
     * @param service whose workers it leads to; null where it leads elsewhere
     * @param why it takes Spring's lane; null for the express lane
     */
    public record RouteLane(
            String route,
            @Nullable String service,
            String lane,
            @Nullable String why) {}

    @ReadOperation
    public Overview overview() {
        RouteTable table = lanes.table();
        return new Overview(table.routes().stream()
                .map(route -> {
                    String why = table.whySpring(route);
                    return new RouteLane(
                            route.id(),
                            route.service() == null ? null : route.service().name(),
                            (why == null ? Lane.EXPRESS : Lane.SPRING).toString(),
                            why);
                })
                .toList());
    }
}
