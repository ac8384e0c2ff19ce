package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Worker;

/** Keeps a single pick from a worker, by what is true at this very moment. Any thread may ask; nothing blocks. */
public interface PickGuard {

    /** Its name in configuration, metrics and explanations. */
    String name();

    /** Whether it is to be asked at all. Looked at whenever a picker is built, and by who shows guards. */
    default boolean acts() {
        return true;
    }

    /** May the worker get one more request now? */
    boolean admits(Worker worker);

    /** Why not, as one clause for an explanation. */
    String reason(Worker worker);
}
