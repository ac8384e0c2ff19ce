package dev.equipoise.core.membership;

/** Where a worker stands in its life. Only {@link #UP} and {@link #SUSPECT} workers are offered new requests. */
public enum WorkerStatus {
    /** Registered, but it did not answer the registry's call yet. */
    STARTING,
    /** Its lease is alive. */
    UP,
    /** Somebody doubts that it lives; its lease may be shorter for it. */
    SUSPECT,
    /** It asked to leave: it finishes what it has and gets nothing new. */
    DRAINING,
    /** Not in the fleet any more. */
    DOWN
}
