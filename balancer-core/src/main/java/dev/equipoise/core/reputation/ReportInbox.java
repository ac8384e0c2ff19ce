package dev.equipoise.core.reputation;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.time.Duration;
import java.util.List;

/**
 * Where replicas put what gateways reported, for the one that owns the log. Bounded: when nobody takes, the oldest are lost.
 * Calls may block and throw {@link StoreUnavailableException}; any thread.
 */
public interface ReportInbox {

    void put(GatewayReport report);

    /** Takes out up to {@code most}, at least 1, of the oldest; waits up to {@code wait} for the first one. */
    List<GatewayReport> take(int most, Duration wait);
}
