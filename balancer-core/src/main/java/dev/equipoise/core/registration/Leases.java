package dev.equipoise.core.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The leases by which workers stay in the fleet. Time is the store's, never that of a worker or of one registry. Any
 * thread; blocking and errors as in {@link WorkerRegistry}.
 */
public interface Leases {

    /** The session of this worker's lease; null if it holds none. */
    @Nullable
    Session session(String workerId);

    /**
     * One more term from now, and what the worker says of its load.
     *
     * @param leaseId the lease the heartbeat was signed for
     * @throws RefusedException REPLAYED, OLDER_THAN_STORE, or UNKNOWN_LEASE if the worker does not hold this lease any more
     */
    void renew(String workerId, String leaseId, LoadReport load, Proof proof);

    /**
     * Takes out every worker whose lease has ended. Any number of registries may call it at any time. When nobody has
     * called it for longer than a heartbeat, heartbeats had nowhere to go: all leases that ended meanwhile get a full
     * term instead.
     *
     * @return ids of the workers taken out
     */
    List<String> expire();
}
