package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;

/** Connections to workers, for exchanges of one event loop. */
@FunctionalInterface
public interface Links {

    /**
     * Leases a connection to {@code worker}. The user is told how it went, once, at once or later.
     *
     * @param fresh whether it must be one that nobody used before
     */
    void lease(Worker worker, LinkUser user, boolean fresh);
}
