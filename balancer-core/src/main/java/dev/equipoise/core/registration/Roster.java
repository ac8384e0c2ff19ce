package dev.equipoise.core.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of every node, read-only. Any thread; blocking and errors as in {@link WorkerRegistry}. */
public interface Roster {

    /** Sorted by id. */
    List<Member> members();

    /** The member of this id, or null. */
    @Nullable
    Member member(String workerId);
}
