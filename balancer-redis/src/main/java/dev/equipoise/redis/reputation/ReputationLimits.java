package dev.equipoise.redis.reputation;

/**
 * Bounds of what the store keeps.
 *
 * @param facts in the log, roughly; the oldest go first, so export them before
 * @param ids of facts remembered to notice one that comes again, of 40 days at most
 * @param standings of workers; more are refused
 * @param gone workers without a standing any more that are remembered; a reader further behind gets the whole
 * @param reports that wait; the oldest go first
 */
public record ReputationLimits(int facts, int ids, int standings, int gone, int reports) {

    /** Below 1 GB together: a fact takes about 300 bytes, an id 100, a report 40 for each worker it speaks of. */
    public static final ReputationLimits DEFAULT = new ReputationLimits(1_000_000, 250_000, 20_000, 10_000, 500);

    public ReputationLimits {
        if (facts < 1 || ids < 1 || standings < 1 || gone < 1 || reports < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
