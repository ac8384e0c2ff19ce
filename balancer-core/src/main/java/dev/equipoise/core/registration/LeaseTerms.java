package dev.equipoise.core.registration;

import java.time.Duration;

/**
 * How long a lease lives and how often it is renewed. What depends on them is in proportion: with the defaults, 5 s is the
 * shortest time to live under suspicion, 1.5 s the time before its end at which a worker is called, and 30 s the grace of
 * one that answers calls but is not heard.
 *
 * @param heartbeat what workers are told
 * @param term a worker unheard for this long is out; at least two heartbeats
 * @param rotation a session key lives for this long; the worker then registers anew
 */
public record LeaseTerms(Duration heartbeat, Duration term, Duration rotation) {

    private static final Duration HOUR = Duration.ofHours(1);

    /** Heartbeat 5 s, lease 15 s, a new session key every hour. */
    public static final LeaseTerms DEFAULT = new LeaseTerms(Duration.ofSeconds(5), Duration.ofSeconds(15));

    public LeaseTerms {
        if (heartbeat.isNegative() || heartbeat.isZero() || term.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "a lease lives for at least two heartbeats: heartbeat " + heartbeat + ", lease " + term);
        }
        if (rotation.compareTo(term.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "a session key lives for at least two leases: lease " + term + ", rotation " + rotation);
        }
    }

    /** With a new session key every hour, or every two leases if those are longer. */
    public LeaseTerms(Duration heartbeat, Duration term) {
        this(heartbeat, term, term.multipliedBy(2).compareTo(HOUR) > 0 ? term.multipliedBy(2) : HOUR);
    }

    /** How long a worker may be unheard that every witness doubts. */
    public Duration shortest() {
        return term.dividedBy(3);
    }

    /** How long before its end a lease is about to end. */
    public Duration lead() {
        return term.dividedBy(10);
    }

    /** How long a worker that answers calls may be unheard beyond its term. */
    public Duration grace() {
        return term.multipliedBy(2);
    }
}
