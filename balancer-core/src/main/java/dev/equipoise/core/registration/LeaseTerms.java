package dev.equipoise.core.registration;

import java.time.Duration;

/**
 * How long a lease lives and how often it is renewed.
 *
 * @param heartbeat what workers are told
 * @param term a worker unheard for this long is out; at least two heartbeats
 */
public record LeaseTerms(Duration heartbeat, Duration term) {

    /** Heartbeat 5 s, lease 15 s. */
    public static final LeaseTerms DEFAULT = new LeaseTerms(Duration.ofSeconds(5), Duration.ofSeconds(15));

    public LeaseTerms {
        if (heartbeat.isNegative() || heartbeat.isZero() || term.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "a lease lives for at least two heartbeats: heartbeat " + heartbeat + ", lease " + term);
        }
    }
}
