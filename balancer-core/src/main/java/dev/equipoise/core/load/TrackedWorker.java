package dev.equipoise.core.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The statistics of one worker. Any thread reads and writes, without locks. */
final class TrackedWorker implements WorkerLoad {

    /** In-flight count of a worker that was forgotten: it stays negative whatever is added by threads that come late. */
    private static final int RETIRED = Integer.MIN_VALUE;

    /** So often overtaken without an answer in between, a worker is one that hangs. */
    static final int HANGS = 3;

    private static final AtomicReferenceFieldUpdater<TrackedWorker, PeakEwma> ANSWERS =
            AtomicReferenceFieldUpdater.newUpdater(TrackedWorker.class, PeakEwma.class, "answers");

    private final LongSupplier nanoTime;
    private final Decay decay;
    private final TypicalLatency typical;
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Requests whose response did not begin yet. */
    private final AtomicInteger waiting = new AtomicInteger();
    /** How often it was overtaken since its last response began. */
    private final AtomicInteger overtaken = new AtomicInteger();
    /** When a response last began or ended, or a request was sent while none was owed. */
    private volatile long lastHeard;

    private final Tally tally = new Tally();
    /** The last report wins, whichever thread brings it. */
    private volatile @Nullable OthersShare othersShare;
    /** Changes by compare-and-set only. */
    private volatile PeakEwma answers;

    /** @param typical the fleet's, shared by all of its workers and only read here */
    TrackedWorker(LongSupplier nanoTime, Decay decay, TypicalLatency typical) {
        this.nanoTime = nanoTime;
        this.decay = decay;
        this.typical = typical;
        this.answers = PeakEwma.unmeasured(nanoTime.getAsLong());
    }

    @Override
    public int inFlight() {
        return Math.max(0, inFlight.get());
    }

    @Override
    public double reportedInFlight() {
        OthersShare share = othersShare;
        return share == null ? 0 : share.at(nanoTime.getAsLong());
    }

    @Override
    public double latencyNanos() {
        return answers.latencyAt(nanoTime.getAsLong(), typical.nanos(), decay);
    }

    @Override
    public double meanLatencyNanos() {
        long now = nanoTime.getAsLong();
        return Math.max(silence(now), answers.meanAt(now, typical.nanos(), decay));
    }

    /** For how long it has not answered though it owes an answer. */
    private long silence(long now) {
        return waiting.get() > 0 ? now - lastHeard : 0;
    }

    @Override
    public double successRate() {
        return answers.successRateAt(nanoTime.getAsLong(), decay);
    }

    @Override
    public long successes() {
        return tally.successes();
    }

    @Override
    public long failures() {
        return tally.failures();
    }

    @Override
    public int failuresInARow() {
        return tally.failuresInARow();
    }

    /** Counts one more in flight; false if this worker was forgotten in the meantime and must be looked up again. */
    boolean enter(long now) {
        if (inFlight.getAndIncrement() < 0) {
            return false;
        }
        // Before the count: whoever sees that an answer is owed must not see how long none was owed.
        if (waiting.get() == 0) {
            lastHeard = now;
        }
        waiting.getAndIncrement();
        return true;
    }

    /** A response began: one answer less is owed. */
    void responded(long now) {
        lastHeard = now;
        waiting.getAndDecrement();
        if (overtaken.get() != 0) {
            overtaken.set(0);
        }
    }

    /** An answer less is owed, and none was heard. */
    void released() {
        waiting.getAndDecrement();
    }

    /** Another was faster; a failure where that happens again and again. */
    void addOvertaken(double sampleNanos, double penaltyNanos, long now) {
        if (overtaken.incrementAndGet() >= HANGS) {
            addFailure(sampleNanos, penaltyNanos, now);
            return;
        }
        PeakEwma before;
        double prior = typical.nanos();
        do {
            before = answers;
        } while (!ANSWERS.compareAndSet(this, before, before.afterSlow(sampleNanos, prior, now, decay)));
    }

    void leave() {
        inFlight.getAndDecrement();
    }

    /** Forgets the worker unless something is in flight; true if it did. */
    boolean retire() {
        return inFlight.compareAndSet(0, RETIRED);
    }

    void reported(int reported) {
        othersShare = OthersShare.of(reported, inFlight(), nanoTime.getAsLong());
    }

    void addSuccess(double sampleNanos, long now) {
        tally.succeeded();
        PeakEwma before;
        double prior = typical.nanos();
        do {
            before = answers;
        } while (!ANSWERS.compareAndSet(this, before, before.afterSuccess(sampleNanos, prior, now, decay)));
    }

    void addFailure(double sampleNanos, double penaltyNanos, long now) {
        tally.failed();
        PeakEwma before;
        double prior = typical.nanos();
        do {
            before = answers;
        } while (!ANSWERS.compareAndSet(
                this, before, before.afterFailure(sampleNanos, penaltyNanos, prior, now, decay)));
    }
}
