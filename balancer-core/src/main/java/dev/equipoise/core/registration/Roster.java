package dev.equipoise.core.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of every node, read-only. Any thread; blocking and errors as in {@link WorkerRegistry}. */
public interface Roster {

    /** Who holds a lease, sorted by id. */
    List<Member> members();

    /** Who is down, sorted by id: for seven days, and as many as the fleet may have members. */
    List<Member> absent();

    /** The member of this id, present or absent; null if there is none. */
    @Nullable
    Member member(String workerId);

    /**
     * The version of the last change of the fleet; 0 where nothing has changed yet. The answer of a later call of
     * {@link #members} contains that change. Heartbeats leave it as it is. One small read.
     */
    long version();

    /** The last {@value #HISTORY} things that happened to this worker, oldest first. */
    List<HistoryEntry> history(String workerId);

    /** Entries kept per worker. */
    int HISTORY = 20;
}
