package dev.equipoise.bench.sockets;

/**
 * How much slower than nominal everything runs: service times longer, rates lower, so that the processors of a small
 * machine are not what is compared. What is drawn and what is reported is nominal; only what happens is real.
 *
 * @param factor greater than 0; with 4, a nominal 20 ms takes 80
 */
record TimeScale(double factor) {

    TimeScale {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("a time scale is greater than 0: " + factor);
        }
    }

    long real(long nominalNanos) {
        return Math.round(nominalNanos * factor);
    }

    long nominal(long realNanos) {
        return Math.round(realNanos / factor);
    }
}
