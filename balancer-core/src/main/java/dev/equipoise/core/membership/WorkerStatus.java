package dev.equipoise.core.membership;

/** Where a worker stands in its life. Only {@link #UP} workers are offered new requests. */
public enum WorkerStatus {
    /** Its lease is alive. */
    UP,
    /** It asked to leave: it finishes what it has and gets nothing new. */
    DRAINING
}
