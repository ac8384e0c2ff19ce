package dev.equipoise.http.problem;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;

/**
 * Warnings that strangers can cause, so many in a while and no more; what was left out is counted and told with the first
 * line of the next while. Any thread.
 */
final class RefusalLog {

    static final int LINES = 30;
    static final Duration WHILE = Duration.ofSeconds(10);

    private final Logger log;
    private final String counter;
    private final InstantSource clock;

    // Guarded by this.
    private long began;
    private int lines;
    private long leftOut;

    /** @param counter the name of the metric that counts all refusals */
    RefusalLog(Logger log, String counter, InstantSource clock) {
        this.log = log;
        this.counter = counter;
        this.clock = clock;
        this.began = clock.millis();
    }

    void warn(String format, Object... arguments) {
        long untold;
        synchronized (this) {
            long now = clock.millis();
            if (now - began >= WHILE.toMillis() || now < began) {
                began = now;
                lines = 0;
            }
            if (++lines > LINES) {
                leftOut++;
                return;
            }
            untold = leftOut;
            leftOut = 0;
        }
        if (untold > 0) {
            log.warn("{} refusals were not logged; {} counts all", untold, counter);
        }
        log.warn(format, arguments);
    }
}
