package dev.equipoise.starter.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests as they come and go. Safe for any thread. An application that serves requests outside Spring's filters
 * calls {@link #arrived} and {@link #finished} itself, once each per request.
 */
public final class Traffic {

    private final LongAdder arrivals = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();

    public void arrived() {
        arrivals.increment();
        inFlight.incrementAndGet();
    }

    public void finished() {
        inFlight.decrementAndGet();
    }

    /** Requests since the start of the process. */
    public long arrivals() {
        return arrivals.sum();
    }

    /** Requests being served now. */
    public int inFlight() {
        return Math.max(0, inFlight.get());
    }
}
