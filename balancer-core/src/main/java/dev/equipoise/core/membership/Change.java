package dev.equipoise.core.membership;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the change log.
 *
 * @param position where it stands in the log
 * @param version one more than that of the change before it
 * @param kind what happened
 * @param workerId to whom
 * @param worker how it is now; null when it is out
 */
public record Change(
        String position,
        long version,
        Kind kind,
        String workerId,
        @Nullable Worker worker) {

    /** What happened to a worker. */
    public enum Kind {
        JOINED,
        DRAINING,
        LEFT,
        EXPIRED
    }
}
