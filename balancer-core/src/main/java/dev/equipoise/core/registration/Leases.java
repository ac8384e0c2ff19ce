package dev.equipoise.core.registration;

import dev.equipoise.core.membership.Change;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The leases by which workers stay in the fleet; decision 0012 has the rules. Time is the store's, never that of a worker
 * or of one registry. Any thread, any number of registries; blocking and errors as in {@link WorkerRegistry}.
 */
public interface Leases {

    /** The session of this worker's lease; null if it holds none. */
    @Nullable
    Session session(String workerId);

    /**
     * One more term from now, and what the worker says of its load. Clears every doubt.
     *
     * @param leaseId the lease the heartbeat was signed for
     * @param proof of the heartbeat; null if it came over a session, which forges and repeats nothing
     * @throws RefusedException REPLAYED, OLDER_THAN_STORE, or UNKNOWN_LEASE if the worker does not hold this lease any more
     */
    void renew(String workerId, String leaseId, LoadReport load, @Nullable Proof proof);

    /**
     * A witness doubts that the worker lives: its lease gets shorter, by the more the more witnesses there are. Nothing
     * happens if the worker has registered anew since, or does not serve anyway.
     *
     * @param epoch of the registration that is doubted
     * @param why DISCONNECTED or REFUSING
     * @param witness who says so; counts once
     * @param proof of the report; null for what the registry saw itself
     * @throws RefusedException REPLAYED, OLDER_THAN_STORE, UNKNOWN_WORKER
     */
    void doubt(String workerId, long epoch, Change.Kind why, String witness, @Nullable Proof proof);

    /** Who should be called now: those that are STARTING, and those whose lease is about to end or has ended; some of them. */
    List<Callee> toCall();

    /**
     * Somebody to be called.
     *
     * @param starting whether it is STARTING; else its lease is about to end
     */
    record Callee(Claims claims, long epoch, boolean starting) {}

    /** What came of a call. */
    enum CallResult {
        ANSWERED,
        /** There is a machine, and nobody listens at this address. */
        REFUSED,
        /** No answer, or not one that a healthy worker gives. */
        SILENT
    }

    /** A worker that was STARTING answered: it is UP, unless it has registered anew since. */
    void answered(String workerId, long epoch);

    /**
     * One pass over the ended leases. Those who answered stay for a while, doubted; of those who did not, as many are out
     * as the quota and self-preservation allow; who was not called stays for the next pass. When nobody has made a pass
     * for longer than a heartbeat, heartbeats had nowhere to go: all leases get a full term instead.
     *
     * @param calls what came of the calls, by worker id
     */
    Sweep expire(Map<String, CallResult> calls);

    /**
     * What came of a pass.
     *
     * @param out ids of the workers taken out
     * @param overdue how many leases have ended, but not their membership
     * @param preserving whether so many are lost that silence expires nobody
     */
    record Sweep(List<String> out, int overdue, boolean preserving) {
        public Sweep {
            out = List.copyOf(out);
        }
    }

    /** Takes out every worker whose lease was opened with this key. @return their ids */
    List<String> revoke(String keyId);

    /** Takes out this worker if it still holds this lease: the key it was opened with is not enrolled any more. */
    void revoke(String workerId, String leaseId);

    /**
     * An operator drains this worker: no new requests for it from now on, until it registers anew. Its lease lives on.
     *
     * @throws RefusedException UNKNOWN_WORKER
     */
    void drain(String workerId);

    /** Lets a barred id register again. @return whether it was barred */
    boolean release(String workerId);
}
