package dev.equipoise.redis.trust;

/**
 * Bounds of what the trust store keeps.
 *
 * @param keys enrolled at run time; those that are over make room
 * @param tokens waiting for their use
 * @param revoked ids, for ever
 */
public record TrustLimits(int keys, int tokens, int revoked) {

    public TrustLimits {
        if (keys < 1 || tokens < 1 || revoked < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
