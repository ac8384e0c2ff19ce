package dev.equipoise.core.load;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** How the calls to one worker ended, counted from 0. Any thread reads and writes; nothing is allocated. */
final class Tally {

    private static final AtomicLongFieldUpdater<Tally> SUCCESSES =
            AtomicLongFieldUpdater.newUpdater(Tally.class, "successes");
    private static final AtomicLongFieldUpdater<Tally> FAILURES =
            AtomicLongFieldUpdater.newUpdater(Tally.class, "failures");
    private static final AtomicIntegerFieldUpdater<Tally> FAILURES_IN_A_ROW =
            AtomicIntegerFieldUpdater.newUpdater(Tally.class, "failuresInARow");

    private volatile long successes;
    private volatile long failures;
    private volatile int failuresInARow;

    void succeeded() {
        SUCCESSES.incrementAndGet(this);
        // Nearly always 0 already: reading leaves the line of a healthy worker shared, writing would not.
        if (failuresInARow != 0) {
            failuresInARow = 0;
        }
    }

    void failed() {
        FAILURES.incrementAndGet(this);
        FAILURES_IN_A_ROW.incrementAndGet(this);
    }

    long successes() {
        return successes;
    }

    long failures() {
        return failures;
    }

    int failuresInARow() {
        return failuresInARow;
    }
}
