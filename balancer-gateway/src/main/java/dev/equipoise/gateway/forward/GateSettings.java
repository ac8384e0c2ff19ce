package dev.equipoise.gateway.forward;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of a service as a whole.
 *
 * @param breaker null for none
 * @param mostAtOnce requests of the service, those that wait included; 0 for any number
 * @param rate null for any
 */
public record GateSettings(
        @Nullable Breaker breaker, int mostAtOnce, @Nullable Rate rate) {

    /** Everybody may pass. */
    public static final GateSettings OPEN = new GateSettings(null, 0, null);

    /**
     * @param failureShare of the requests of the window that opens it, in (0, 1]
     * @param slowShare of the requests of the window that opens it for being slow, in (0, 1]
     * @param slowAfter from here on a request is slow; null for never
     * @param window that requests are counted in
     * @param leastRequests in a window for shares that count
     * @param open how long it stays open before it lets requests try
     * @param trials how many may try
     */
    public record Breaker(
            double failureShare,
            double slowShare,
            @Nullable Duration slowAfter,
            Duration window,
            int leastRequests,
            Duration open,
            int trials) {}

    /** So many requests in each period. */
    public record Rate(int requests, Duration period) {}
}
