package dev.equipoise.core.registration;

/**
 * Remembers which signed messages were accepted, for those whose acceptance writes nothing else in the same step. Any thread;
 * may block, and throws {@link dev.equipoise.core.membership.StoreUnavailableException} when the store is away.
 */
public interface Nonces {

    /**
     * The message behind this proof is accepted now, and never again.
     *
     * @throws RefusedException REPLAYED, or OLDER_THAN_STORE if it was signed before the store began to remember
     */
    void consume(Proof proof);
}
