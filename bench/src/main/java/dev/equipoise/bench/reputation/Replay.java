package dev.equipoise.bench.reputation;

import dev.equipoise.core.reputation.Ledger;
import dev.equipoise.core.reputation.ScoreTerms;

/**
 * A log replayed from its beginning.
 *
 * @param nanos from the first fact to the last, the making of the facts included
 * @param making what of that it takes to make the facts alone
 * @param heapBytes what the ledger holds afterwards, after a full collection
 */
record Replay(long facts, int workers, long nanos, long making, long heapBytes) {

    /** What came of it, and the ledger to go on with. */
    record Result(Replay replay, Ledger ledger, History history) {}

    static Result of(long facts, int workers, long seed) {
        History unread = new History(workers, seed);
        long begun = System.nanoTime();
        for (long i = 0; i < facts; i++) {
            unread.next();
        }
        long making = System.nanoTime() - begun;
        History history = new History(workers, seed);
        long before = heapInUse();
        begun = System.nanoTime();
        Ledger ledger = new Ledger(ScoreTerms.DEFAULT);
        for (long i = 0; i < facts; i++) {
            ledger.add(history.next());
        }
        long nanos = System.nanoTime() - begun;
        long heap = Math.max(0, heapInUse() - before);
        return new Result(new Replay(facts, ledger.size(), nanos, making, heap), ledger, history);
    }

    double seconds() {
        return nanos / 1e9;
    }

    double perSecond() {
        return facts / seconds();
    }

    private static long heapInUse() {
        Runtime runtime = Runtime.getRuntime();
        // The serial collector of bench/reputation collects everything when it is asked to.
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
