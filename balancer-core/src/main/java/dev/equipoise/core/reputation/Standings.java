package dev.equipoise.core.reputation;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The verdicts as balancers read them. One reputation service writes, as its lease says; any number read. Calls may block and
 * throw {@link StoreUnavailableException}.
 */
public interface Standings {

    /**
     * Publishes these, which replace those of the same workers, and takes out those of {@code gone}; in one step. One in both
     * is taken out.
     *
     * @throws IllegalStateException if there would be more than there may be; nothing changes
     */
    void publish(Collection<Standing> changed, Collection<String> gone);

    /** All of them now, taken in one step. */
    Snapshot snapshot();

    /**
     * What changed behind {@code version}; waits up to {@code wait} for something and answers no change if nothing came. A
     * store that lost everything says nothing until something is published, so that nobody forgets what he knows.
     */
    Changes after(long version, Duration wait);

    /** @param version grows with every publication; another life of the store begins at a higher one */
    record Snapshot(long version, List<Standing> standings) {
        public Snapshot {
            standings = List.copyOf(standings);
        }
    }

    /**
     * @param version to ask behind next
     * @param whole whether {@code changed} is all there is, because the version asked for is not known any more
     * @param gone ids of workers nothing is said of any more
     */
    record Changes(long version, boolean whole, List<Standing> changed, List<String> gone) {
        public Changes {
            changed = List.copyOf(changed);
            gone = List.copyOf(gone);
        }
    }
}
