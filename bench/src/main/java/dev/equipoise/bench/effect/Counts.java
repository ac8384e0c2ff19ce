package dev.equipoise.bench.effect;

import java.util.concurrent.atomic.AtomicLongArray;

/** What happened on one side, minute by minute. Any thread. */
final class Counts {

    private final AtomicLongArray requests;
    private final AtomicLongArray failed;
    private final AtomicLongArray failedTries;

    Counts(int minutes) {
        requests = new AtomicLongArray(minutes);
        failed = new AtomicLongArray(minutes);
        failedTries = new AtomicLongArray(minutes);
    }

    /** @param minute from 0; nothing is counted below */
    void answered(int minute, boolean well) {
        if (minute < 0) {
            return;
        }
        requests.incrementAndGet(minute);
        if (!well) {
            failed.incrementAndGet(minute);
        }
    }

    /** @param minute from 0; nothing is counted below */
    void failedTry(int minute) {
        if (minute < 0) {
            return;
        }
        failedTries.incrementAndGet(minute);
    }

    /** Requests of these minutes. */
    long requests(int from, int to) {
        return sum(requests, from, to);
    }

    /** Of those, what clients saw fail. */
    long failed(int from, int to) {
        return sum(failed, from, to);
    }

    /** How often a worker failed to answer one: what clients would have seen without another try. */
    long failedTries(int from, int to) {
        return sum(failedTries, from, to);
    }

    private static long sum(AtomicLongArray counts, int from, int to) {
        long sum = 0;
        for (int minute = from; minute < to; minute++) {
            sum += counts.get(minute);
        }
        return sum;
    }
}
