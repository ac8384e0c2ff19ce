package dev.equipoise.core.membership;

import java.time.Duration;
import java.util.List;

/**
 * Every change of the fleet in order, and a snapshot to start from. One thread follows; its calls may block and throw
 * {@link StoreUnavailableException}.
 */
public interface ChangeLog {

    /** The position before the first change that the log still has, whichever that is. */
    String START = "0-0";

    /** The fleet now, taken in one step. */
    Snapshot snapshot();

    /**
     * The changes behind {@code position}, oldest first; waits up to {@code wait} for the first one and returns an empty
     * list if none came. Versions tell whether any were lost between {@code position} and the first one returned.
     */
    List<Change> after(String position, Duration wait);

    /**
     * Names the present life of the store, as {@link Snapshot#incarnation}; empty while nothing was ever written. Cheap:
     * positions of another life mean nothing, so followers ask whenever the log is silent.
     */
    String incarnation();

    /**
     * The whole fleet at one moment.
     *
     * @param incarnation names the life of the store: another one means that the store lost what it knew
     * @param version of the last change contained
     * @param position behind which to follow
     */
    record Snapshot(String incarnation, long version, String position, List<Worker> workers) {
        public Snapshot {
            workers = List.copyOf(workers);
        }
    }
}
