package dev.equipoise.gateway.routing;

/** {@link FramingFaultsIT} where everything goes through Spring Cloud Gateway. */
class FramingFaultsInSpringsLaneIT extends FramingFaultsIT {

    @Override
    boolean isExpress() {
        return false;
    }
}
