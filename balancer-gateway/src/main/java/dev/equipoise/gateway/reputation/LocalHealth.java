package dev.equipoise.gateway.reputation;

import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** How this gateway itself is: looked at about once a second and asked once an interval, by one thread. */
public final class LocalHealth {

    private final EventLoopLag lag;
    private final Strain strain;

    /**
     * @param loops the event loops that serve requests
     * @param cpu how busy the machine is, from 0 to 1; not a number or negative where unknown
     */
    public LocalHealth(Iterable<? extends Executor> loops, DoubleSupplier cpu, LongSupplier nanoTime) {
        this.lag = new EventLoopLag(loops, nanoTime);
        this.strain = new Strain(lag::worst, cpu);
    }

    void look() {
        lag.look();
    }

    /** From 0 to 8, at the end of an interval in which this was seen. */
    int strainAfter(List<Sight> sights) {
        return strain.after(sights);
    }
}
