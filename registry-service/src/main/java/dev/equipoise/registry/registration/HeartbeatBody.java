package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.LoadReport;
import org.jspecify.annotations.Nullable;

/** The body of a heartbeat; what is missing counts as 0. */
record HeartbeatBody(
        @Nullable Double cpu,
        @Nullable Double memory,
        @Nullable Double bandwidth,
        @Nullable Integer connections,
        @Nullable Integer inFlight,
        @Nullable Integer queue) {

    LoadReport load() {
        return new LoadReport(
                orZero(cpu), orZero(memory), orZero(bandwidth), orZero(connections), orZero(inFlight), orZero(queue));
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
