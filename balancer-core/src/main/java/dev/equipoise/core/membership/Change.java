package dev.equipoise.core.membership;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the change log.
 *
 * @param position where it stands in the log
 * @param version one more than that of the change before it
 * @param kind what happened
 * @param workerId to whom
 * @param worker how it is now; null when it is out
 */
public record Change(
        String position,
        long version,
        Kind kind,
        String workerId,
        @Nullable Worker worker) {

    /** What happened to a worker; its status follows from it. */
    public enum Kind {
        /** Registered, but it did not answer the registry's call. */
        STARTED(WorkerStatus.STARTING),
        /** Registered, and it answered. */
        JOINED(WorkerStatus.UP),
        /** Registered from another address, as it announced with its lease. */
        MOVED(WorkerStatus.UP),
        /** Heard after it was doubted. */
        HEARD(WorkerStatus.UP),
        /** Its lease is about to end. */
        UNHEARD(WorkerStatus.SUSPECT),
        /** The connection over which it beat broke. */
        DISCONNECTED(WorkerStatus.SUSPECT),
        /** Gateways could not connect to it. */
        REFUSING(WorkerStatus.SUSPECT),
        /** It asked for no more new requests. */
        DRAINING(WorkerStatus.DRAINING),
        /** It said goodbye. */
        LEFT(WorkerStatus.DOWN),
        /** Its lease ended. */
        EXPIRED(WorkerStatus.DOWN),
        /** Two processes at two addresses claimed its id, and both were alive. */
        EQUIVOCATED(WorkerStatus.DOWN),
        /** The key it had registered with was revoked. */
        REVOKED(WorkerStatus.DOWN);

        private final WorkerStatus status;

        Kind(WorkerStatus status) {
            this.status = status;
        }

        /** The status of a worker to whom this happened last. */
        public WorkerStatus status() {
            return status;
        }
    }
}
