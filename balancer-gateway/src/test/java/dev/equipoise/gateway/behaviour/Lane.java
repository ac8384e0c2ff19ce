package dev.equipoise.gateway.behaviour;

import java.util.List;

/**
 * A way that requests take through the gateway. Every test of this package runs over the express lane, and in the profile {@code long} over each: what does not hold on all
 * is a defect.
 */
enum Lane {
    /** Spring Cloud Gateway's filters, and the forwarder behind them. */
    SPRING(List.of("--equipoise.gateway.express.enabled=false")),

    /** At the codec. */
    EXPRESS(List.of("--equipoise.gateway.express.enabled=true"));

    private final List<String> arguments;

    Lane(List<String> arguments) {
        this.arguments = arguments;
    }

    /** Those that tests run over: the express lane, and all of them in the profile {@code long}. */
    static List<Lane> tried() {
        return System.getProperty("test.excluded", "").equals("long") ? List.of(EXPRESS) : List.of(values());
    }

    /** What the gateway is started with. */
    List<String> arguments() {
        return arguments;
    }

    /** Limits so short that tests need not wait long for them. */
    String[] shortLimits() {
        return new String[] {
            "--server.netty.idle-timeout=2s",
            "--spring.cloud.gateway.server.webflux.httpclient.response-timeout=1s",
            "--equipoise.gateway.forwarder.idle-timeout=1s",
            "--equipoise.gateway.front.least-body-rate=100B",
            "--equipoise.gateway.front.body-grace=2s"
        };
    }
}
