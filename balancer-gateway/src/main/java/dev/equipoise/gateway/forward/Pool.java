package dev.equipoise.gateway.forward;

/** What connects one event loop to one worker. On that loop only. */
interface Pool {

    /** As {@link Links#lease}. */
    void lease(LinkUser user, boolean fresh);

    /** Closes what lay idle for too long. */
    void sweep(long now);

    /** Whether there is nothing left of it. */
    boolean isEmpty();
}
