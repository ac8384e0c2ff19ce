package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a worker from the fleet it was built for. Any thread may call it, any number at a time: it does no I/O, holds
 * no lock across calls, and owns at most a cursor of its own.
 */
@FunctionalInterface
public interface Picker {

    /** Picks nobody: the picker of an empty fleet. */
    Picker NOBODY = request -> null;

    /** The worker for this request, never one it already tried; null when there is none. */
    @Nullable
    Worker pick(PickRequest request);
}
