package dev.equipoise.redis.membership;

/**
 * Bounds of what the membership keeps.
 *
 * @param workers registered at the same time
 * @param changes kept in the change log, roughly; a gateway further behind takes a new snapshot
 */
public record MembershipLimits(int workers, int changes) {

    public MembershipLimits {
        if (workers < 1 || changes < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
