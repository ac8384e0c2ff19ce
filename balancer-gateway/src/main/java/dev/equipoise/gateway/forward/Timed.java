package dev.equipoise.gateway.forward;

import org.jspecify.annotations.Nullable;

/** Something that waits, but not for ever. One event loop touches it. */
abstract class Timed {

    static final long NEVER = Long.MAX_VALUE;

    @Nullable
    Timed before;

    @Nullable
    Timed after;

    /** In nanoseconds of the clock of {@link Deadlines}, or {@link #NEVER}. */
    long deadline = NEVER;

    abstract void expired();
}
