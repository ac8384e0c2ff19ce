package dev.equipoise.bench.storm;

import java.time.Duration;

/**
 * A minute of the steady phase.
 *
 * @param registry its processor time
 * @param redis its processor time
 * @param heapMegabytes the least that a collection of this minute left; -1 if there was none
 * @param longestPause of the registry's collections, in ms
 * @param registryBytes resident at the end
 * @param redisBytes resident at the end
 */
record Minute(
        Tally.Window window,
        Duration length,
        Duration registry,
        Duration redis,
        int heapMegabytes,
        double longestPause,
        long registryBytes,
        long redisBytes) {}
