package dev.equipoise.bench.storm;

import java.time.Duration;

/**
 * What is played.
 *
 * @param called whether the registry calls each worker that joins
 * @param jitter within which all workers want to join
 * @param heartbeat what workers are told; a lease lives for three
 * @param steady how long they are watched, in whole minutes
 * @param connections that carry all of it
 */
record Setting(
        boolean called, int workers, Duration jitter, Duration heartbeat, Duration steady, int connections, long seed) {

    /** After the last one is in, until the watch begins: every worker has had a heartbeat by then. */
    Duration settling() {
        return heartbeat.multipliedBy(2);
    }

    Duration length() {
        return jitter.plus(settling()).plus(steady).plusSeconds(15);
    }
}
