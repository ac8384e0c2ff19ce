package dev.equipoise.starter.load;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Waits until no request has arrived for a while: gateways learn of a drain a moment after the registry does, and until
 * then they send requests that must still be served.
 *
 * @param quiet this long without an arrival is enough
 * @param limit the wait ends then, quiet or not
 */
public record QuietPeriod(Duration quiet, Duration limit) {

    private static final int SLICES = 10;

    /** How a thread passes time; {@code Thread::sleep} outside of tests. */
    @FunctionalInterface
    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /**
     * Returns once it is quiet or the limit is reached.
     *
     * @param arrivals requests so far
     * @return true if it fell quiet, false if the limit came first
     */
    public boolean await(LongSupplier arrivals, Pause pause) throws InterruptedException {
        long slice = Math.max(1, quiet.toMillis() / SLICES);
        long seen = arrivals.getAsLong();
        long silent = 0;
        for (long waited = 0; silent < quiet.toMillis(); waited += slice) {
            if (waited >= limit.toMillis()) {
                return false;
            }
            pause.millis(slice);
            long now = arrivals.getAsLong();
            silent = now == seen ? silent + slice : 0;
            seen = now;
        }
        return true;
    }
}
