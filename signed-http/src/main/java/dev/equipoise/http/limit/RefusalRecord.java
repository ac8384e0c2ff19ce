package dev.equipoise.http.limit;

import java.time.Duration;

/**
 * The last refusals of one source, and the blocks that came of them. Times are milliseconds of one clock that may stand
 * still but, for a record that matters, does not go back. Guarded by whoever keeps it.
 */
final class RefusalRecord {

    private final LimitTerms limits;
    /** When the last refusals were, in a ring as long as the longer of the two rules needs. */
    private final long[] times;

    private int count;
    private int next;
    private long blockedUntil = Long.MIN_VALUE;
    private long blockLength;
    private long costlyFrom = Long.MIN_VALUE;
    private int lastSeverity;

    RefusalRecord(LimitTerms limits) {
        this.limits = limits;
        this.times = new long[limits.blockAfter()];
    }

    /** How long the source is blocked from now, in ms; at most 0 if it is not. */
    long blockedFor(long now) {
        return blockedUntil == Long.MIN_VALUE ? 0 : blockedUntil - now;
    }

    /** How long the source is limited from now, in ms, if nothing more is refused; at most 0 if it is not. */
    long limitedFor(long now) {
        return remaining(limits.refusals(), limits.window(), now);
    }

    /** One more. A source that is blocked has paid for it already. */
    void refused(long now) {
        if (blockedFor(now) > 0) {
            return;
        }
        times[next] = now;
        next = (next + 1) % times.length;
        count = Math.min(count + 1, times.length);
        if (remaining(limits.blockAfter(), limits.blockWindow(), now) > 0) {
            block(now);
        }
    }

    /** Whether the source is treated worse than when this was last told. */
    boolean turnedTo(int severity) {
        boolean worse = severity > lastSeverity;
        lastSeverity = severity;
        return worse;
    }

    /** Whether a costly verification may be had; one that may is had. */
    boolean affords(long now) {
        if (now < costlyFrom) {
            return false;
        }
        costlyFrom = now + limits.costlyInterval().toMillis();
        return true;
    }

    private void block(long now) {
        long longest = limits.longestBlock().toMillis();
        boolean again = blockedUntil != Long.MIN_VALUE && now - blockedUntil < longest;
        blockLength =
                again ? Math.min(2 * blockLength, longest) : limits.block().toMillis();
        blockedUntil = now + blockLength;
        count = 0;
    }

    /** Until fewer than {@code most} refusals lie within {@code window}, in ms; at most 0 if that is so now. */
    private long remaining(int most, Duration window, long now) {
        if (count < most) {
            return 0;
        }
        long oldest = times[Math.floorMod(next - most, times.length)];
        return oldest + window.toMillis() - now;
    }
}
