package dev.equipoise.core.registration;

/**
 * Who is in the fleet: the writes that workers ask for. Each consumes the nonce of its proof in the same atomic step, or
 * changes nothing and throws {@link RefusedException}. Every change is appended to the change log. Any thread; may
 * block on the store, and throws {@link dev.equipoise.core.membership.StoreUnavailableException} when it is away.
 */
public interface WorkerRegistry {

    /**
     * Puts the worker into the fleet and gives it a lease. A worker that is in already from the same address gets a new
     * lease (its old session dies) and keeps its sequence. One whose lease lives at another address is refused with
     * ADDRESS_CONFLICT unless it moves; such a refusal is remembered, and if it goes on for a whole term while the other
     * one is heard, both are out and the id is barred (decision 0012).
     *
     * @throws RefusedException REPLAYED, OLDER_THAN_STORE, ADDRESS_CONFLICT, ID_BARRED or FLEET_FULL
     */
    Registered register(Registration registration, Proof proof);

    /** No new requests for this worker from now on. @throws RefusedException REPLAYED, OLDER_THAN_STORE, UNKNOWN_WORKER */
    void drain(String workerId, Proof proof);

    /** Out of the fleet. @throws RefusedException REPLAYED, OLDER_THAN_STORE or UNKNOWN_WORKER */
    void leave(String workerId, Proof proof);
}
