package dev.equipoise.launcher.process;

/** What a process is to the suite, in the order of dependence: it ends from the last to the first. */
public enum Role {
    REDIS,
    REGISTRY,
    REPUTATION,
    GATEWAY,
    CONSOLE,
    WORKER
}
