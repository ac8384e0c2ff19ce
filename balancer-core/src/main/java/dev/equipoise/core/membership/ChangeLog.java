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
     * Where the log ends now, taken in one step. Cheap: followers ask whenever the log is silent or was away, because
     * positions mean nothing in another life of the store, and a fail-over can take back what was written last.
     */
    Head head();

    /**
     * The end of the log.
     *
     * @param incarnation names the life of the store, empty while nothing was ever written: another one means that the
     *     store lost all it knew
     * @param version of the last change; a lower one in the same life means that the store lost the changes in between
     * @param position of the last change; another one for the same version means that the store lost that change and
     *     wrote a different one
     */
    record Head(String incarnation, long version, String position) {}

    /**
     * The whole fleet at one moment.
     *
     * @param incarnation as in {@link Head}
     * @param version of the last change contained
     * @param position behind which to follow
     */
    record Snapshot(String incarnation, long version, String position, List<Worker> workers) {
        public Snapshot {
            workers = List.copyOf(workers);
        }

        /** The end of the log at that moment. */
        public Head head() {
            return new Head(incarnation, version, position);
        }
    }
}
