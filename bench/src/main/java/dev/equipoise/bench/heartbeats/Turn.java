package dev.equipoise.bench.heartbeats;

import java.time.Duration;

/**
 * A turn of a contender.
 *
 * @param contender its title
 * @param service processor time of what instances talk to
 * @param store processor time of what is behind it
 * @param machineBusy share of all processors, whoever kept them so
 */
record Turn(String contender, int round, Beats beats, Duration service, Duration store, double machineBusy) {

    double serviceMicros() {
        return micros(service);
    }

    double storeMicros() {
        return micros(store);
    }

    /** Processor time for each heartbeat, taken or not: those that were given up have been worked on, too. */
    double micros() {
        return serviceMicros() + storeMicros();
    }

    private double micros(Duration cpu) {
        return cpu.toNanos() / 1e3 / Math.max(1, beats.sent());
    }
}
