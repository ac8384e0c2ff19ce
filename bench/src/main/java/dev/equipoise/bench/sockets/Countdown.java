package dev.equipoise.bench.sockets;

import java.time.Duration;

/** How long the rest of a run takes, as planned: what it says is read from the clock. */
final class Countdown {

    private final long endNanos;

    Countdown(Duration planned) {
        this.endNanos = System.nanoTime() + planned.toNanos();
    }

    @Override
    public String toString() {
        long seconds = Math.max(0, (endNanos - System.nanoTime()) / 1_000_000_000);
        return seconds < 90 ? "about " + seconds + " s left" : "about " + (seconds + 30) / 60 + " min left";
    }
}
