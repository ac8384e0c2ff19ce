package dev.equipoise.bench;

import java.time.Duration;

/** How long the rest of a run takes, if it goes on as late as it has been so far. For one thread. */
public final class Countdown {

    private final long startNanos = System.nanoTime();
    private final Duration planned;
    private Duration done = Duration.ZERO;

    public Countdown(Duration planned) {
        this.planned = planned;
    }

    /** So much of what was planned is over, however long it took. */
    public void done(Duration part) {
        done = done.plus(part);
    }

    @Override
    public String toString() {
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        double lateness = done.isZero() ? 1 : Math.max(1, elapsed / done.toSeconds());
        long seconds = Math.round(planned.minus(done).toSeconds() * lateness);
        return seconds < 90 ? "about " + seconds + " s left" : "about " + (seconds + 30) / 60 + " min left";
    }
}
