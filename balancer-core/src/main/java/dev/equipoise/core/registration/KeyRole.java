package dev.equipoise.core.registration;

/** What the holder of a key is. */
public enum KeyRole {
    /** Registers workers. */
    WORKER,
    /** Reports what it sees of workers. */
    GATEWAY
}
