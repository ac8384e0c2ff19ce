package dev.equipoise.core.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the clients do. Requests arrive as a Poisson process.
 *
 * @param phases how many arrive per second from when on; the first begins at 0, each later than the one before
 * @param timeout after which a client gives up: the request has failed. Greater than 0
 */
public record Traffic(List<Phase> phases, Keys keys, Duration timeout) {

    /**
     * A rate from some moment on.
     *
     * @param requestsPerSecond on average; 0 for silence
     */
    public record Phase(Duration from, double requestsPerSecond) {

        public Phase {
            if (from.isNegative()) {
                throw new IllegalArgumentException("a phase begins at 0 or later");
            }
            if (!(requestsPerSecond >= 0 && requestsPerSecond <= 1e8)) {
                throw new IllegalArgumentException("a rate is in [0, 100,000,000] requests per second");
            }
        }
    }

    public Traffic {
        phases = List.copyOf(phases);
        if (phases.isEmpty() || !phases.get(0).from().isZero()) {
            throw new IllegalArgumentException("the first phase begins at 0");
        }
        for (int i = 1; i < phases.size(); i++) {
            if (phases.get(i).from().compareTo(phases.get(i - 1).from()) <= 0) {
                throw new IllegalArgumentException("each phase begins later than the one before");
            }
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout is greater than 0");
        }
    }

    /** At a steady rate, each request with a key of its own, with a timeout of 5 s. */
    public static Traffic of(double requestsPerSecond) {
        return new Traffic(List.of(new Phase(Duration.ZERO, requestsPerSecond)), Keys.UNIQUE, Duration.ofSeconds(5));
    }

    /** From {@code from} on, another rate. */
    public Traffic then(Duration from, double requestsPerSecond) {
        List<Phase> more = new ArrayList<>(phases);
        more.add(new Phase(from, requestsPerSecond));
        return new Traffic(more, keys, timeout);
    }

    public Traffic with(Keys keys) {
        return new Traffic(phases, keys, timeout);
    }

    public Traffic timingOut(Duration timeout) {
        return new Traffic(phases, keys, timeout);
    }
}
