package dev.equipoise.gateway.forward;

import java.util.function.IntSupplier;

/** Told what becomes of the requests of one service beyond their tries. Any thread; must not block. */
public interface ServiceObserver {

    /** Nobody looks. */
    ServiceObserver NONE = new ServiceObserver() {};

    /** Makes those of each service. */
    @FunctionalInterface
    interface OfEach {

        /** @param waiting how many of its requests wait for a worker to have room, at any moment */
        ServiceObserver of(String service, IntSupplier waiting);
    }

    /** A request went to a second worker, the first being slow. */
    default void hedged() {}

    /** The second worker was the first to answer. */
    default void hedgeWon() {}

    /** A request had no answer of a worker, and was not the service's to answer. */
    default void refused(Unanswered why) {}

    /** A request went to the fallback. */
    default void fellBack() {}

    /** These gates are in force now; those before, if any, are not any more. */
    default void gates(Gates now) {}
}
