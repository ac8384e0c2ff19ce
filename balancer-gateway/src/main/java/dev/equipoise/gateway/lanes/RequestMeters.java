package dev.equipoise.gateway.lanes;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The timers of one route's requests, by class of status and lane, looked up once. Labels are those of configured routes, so their
 * number is bounded.
 */
final class RequestMeters {

    static final String NAME = "equipoise.gateway.requests";

    private static final String[] STATUS = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final List<Timer> timers = new ArrayList<>();
    private final MeterRegistry registry;

    RequestMeters(MeterRegistry registry, String route, String service) {
        this.registry = registry;
        for (Lane lane : Lane.values()) {
            for (String status : STATUS) {
                timers.add(Timer.builder(NAME)
                        .description("Requests from the first line to the end of the answer")
                        .tag("route", route)
                        .tag("service", service)
                        .tag("lane", lane.toString())
                        .tag("status", status)
                        .register(registry));
            }
        }
    }

    /** @param status 0 for a request that got none */
    void ended(Lane lane, int status, long nanos) {
        int group = status < 100 || status > 599 ? 0 : status / 100;
        timers.get(lane.ordinal() * STATUS.length + group).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The route is gone. */
    void forget() {
        timers.forEach(registry::remove);
    }
}
