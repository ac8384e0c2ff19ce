package dev.equipoise.gateway.shutdown;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are being answered outside of the web framework, which does not know of them. Any thread. */
public final class InFlight {

    private final AtomicInteger count = new AtomicInteger();

    public void begun() {
        count.incrementAndGet();
    }

    public void ended() {
        count.decrementAndGet();
    }

    public int count() {
        return count.get();
    }
}
