package dev.equipoise.gateway.routing;

/** {@link RoutingIT} where everything goes through Spring Cloud Gateway. */
class RoutingInSpringsLaneIT extends RoutingIT {

    @Override
    String[] more() {
        return new String[] {"--equipoise.gateway.express.enabled=false"};
    }
}
