package dev.equipoise.core.guard;

import java.util.concurrent.atomic.AtomicInteger;

/** Lets at most every tenth pick go to a worker on probation, with up to {@value #MOST} of them at once. Any thread. */
final class ProbationCap {

    private static final int PRICE = 10;
    private static final int MOST = 50;

    private final AtomicInteger saved = new AtomicInteger();

    /**
     * Called once for each pick.
     *
     * @param onProbation whether it went to such a worker
     */
    boolean admits(boolean onProbation) {
        while (true) {
            int before = saved.get();
            int after = Math.min(PRICE * MOST, before + 1);
            boolean admitted = !onProbation || after >= PRICE;
            if (saved.compareAndSet(before, onProbation && admitted ? after - PRICE : after)) {
                return admitted;
            }
        }
    }
}
