package dev.equipoise.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A nanosecond clock that stands still until it is moved. Any thread may read it. */
public final class ManualClock implements LongSupplier {

    private final AtomicLong now;

    /** Starts shortly before the counter of nanoseconds overflows: nobody may rely on its sign or origin. */
    public ManualClock() {
        this(Long.MAX_VALUE - 1_000_000);
    }

    public ManualClock(long now) {
        this.now = new AtomicLong(now);
    }

    @Override
    public long getAsLong() {
        return now.get();
    }

    public void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    public void moveTo(long nanos) {
        now.set(nanos);
    }
}
