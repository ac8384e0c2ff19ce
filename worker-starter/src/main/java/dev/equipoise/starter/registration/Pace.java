package dev.equipoise.starter.registration;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a membership spaces its requests. Every pause is spread by ±10 %, so that workers that started together do not
 * beat together for ever. Belongs to one membership: the source of randomness need not be safe for several threads.
 *
 * @param shortest pause after a first failure; it doubles with each further one
 * @param longest no pause after a failure is longer, unless the registry asks for it
 * @param longestAsked a longer {@code Retry-After} is cut to this
 * @param random spreads the pauses
 * @param clock tells how long a registry has been silent
 */
public record Pace(
        Duration shortest, Duration longest, Duration longestAsked, RandomGenerator random, InstantSource clock) {

    private static final double SPREAD = 0.1;
    private static final int MAX_DOUBLINGS = 16;

    /** 0.5 s to 2 s, and up to 10 s where the registry asks for it: a lease of 15 s survives two failures in a row. */
    public static Pace standard(RandomGenerator random, InstantSource clock) {
        return new Pace(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10), random, clock);
    }

    /** @param failures in a row, at least 1 */
    Duration retry(int failures, @Nullable Duration asked) {
        if (asked != null) {
            return spread(asked.compareTo(longestAsked) > 0 ? longestAsked : asked);
        }
        Duration pause = shortest.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return spread(pause.compareTo(longest) > 0 ? longest : pause);
    }

    Duration spread(Duration pause) {
        return Duration.ofNanos(Math.round(pause.toNanos() * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
    }
}
