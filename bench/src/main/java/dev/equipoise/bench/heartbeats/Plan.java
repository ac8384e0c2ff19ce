package dev.equipoise.bench.heartbeats;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What is played.
 *
 * @param interval from heartbeat to heartbeat of an instance
 * @param connections to each contender
 */
record Plan(
        int instances, Duration interval, int rounds, Duration warmUp, Duration measured, int connections, long seed) {

    /** When each instance beats within an interval: at random, and the same at every contender. */
    double[] phases() {
        return new SplittableRandom(seed).doubles(instances).sorted().toArray();
    }

    Duration length(int contenders) {
        return warmUp.plus(measured.multipliedBy(rounds)).multipliedBy(contenders);
    }

    /** Nobody may lose his lease while the others have their turns. */
    Duration lease() {
        return measured.plus(warmUp).multipliedBy(4).plusMinutes(10);
    }

    double perSecond() {
        return instances * 1000.0 / interval.toMillis();
    }
}
