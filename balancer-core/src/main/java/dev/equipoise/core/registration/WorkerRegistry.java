package dev.equipoise.core.registration;

/**
 * Who is in the fleet: the writes that workers ask for. Each consumes the nonce of its proof in the same atomic step, or
 * changes nothing and throws {@link RefusedException}. Every change is appended to the change log. Any thread; may
 * block on the store, and throws {@link dev.equipoise.core.membership.StoreUnavailableException} when it is away.
 */
public interface WorkerRegistry {

    /**
     * Puts the worker into the fleet and gives it a lease. A worker that is in already from the same address gets a new
     * lease (its old session dies) and keeps its sequence.
     *
     * @param session the new lease's, fresh and unguessable
     * @throws RefusedException REPLAYED, OLDER_THAN_STORE, ADDRESS_CONFLICT or FLEET_FULL
     */
    Registered register(Claims claims, Session session, Proof proof);

    /** No new requests for this worker from now on. @throws RefusedException REPLAYED, OLDER_THAN_STORE, UNKNOWN_WORKER */
    void drain(String workerId, Proof proof);

    /** Out of the fleet. @throws RefusedException REPLAYED, OLDER_THAN_STORE or UNKNOWN_WORKER */
    void leave(String workerId, Proof proof);
}
