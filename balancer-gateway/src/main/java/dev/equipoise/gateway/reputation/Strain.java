package dev.equipoise.gateway.reputation;

import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * How unwell this gateway is, from 0 to 8 (Lifeguard's local health multiplier): in each interval {@value #WORSE} more for each
 * of an event loop that lags by more than 200 ms, a machine that is more than 90 % busy, and failures of most requests towards
 * more than half of the workers; one less for an interval without. One thread asks.
 */
final class Strain {

    static final int WORSE = 3;

    private static final Duration LAG = Duration.ofMillis(200);
    private static final double BUSY = 0.9;

    private final Supplier<Duration> lag;
    private final DoubleSupplier cpu;
    private int strain;

    /**
     * @param lag the longest of the event loops since last asked
     * @param cpu how busy the machine is, from 0 to 1; not a number or negative where unknown
     */
    Strain(Supplier<Duration> lag, DoubleSupplier cpu) {
        this.lag = lag;
        this.cpu = cpu;
    }

    /** At the end of an interval in which this was seen. */
    int after(List<Sight> sights) {
        int signs = (lag.get().compareTo(LAG) > 0 ? 1 : 0)
                + (cpu.getAsDouble() > BUSY ? 1 : 0)
                + (mostFail(sights) ? 1 : 0);
        strain = signs == 0 ? Math.max(0, strain - 1) : Math.min(GatewayReport.MOST_STRAIN, strain + WORSE * signs);
        return strain;
    }

    private static boolean mostFail(List<Sight> sights) {
        long failing = sights.stream()
                .filter(sight -> 2L * (sight.failures() + sight.refused()) > (long) sight.requests() + sight.refused())
                .count();
        return 2 * failing > sights.size();
    }
}
