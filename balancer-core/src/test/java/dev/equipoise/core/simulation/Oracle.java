package dev.equipoise.core.simulation;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a balancer could do that knew everything at once: each line, each speed, what is broken, whatever gateway a
 * request came through. Nobody can be built like that; it is what others are measured by. Looks at every worker.
 */
enum Oracle {
    /** The fewest requests waiting or being served, whatever the slots and the speed. */
    SHORTEST_QUEUE("oracle-shortest-queue") {
        @Override
        double cost(Station station) {
            return station.inSystem;
        }
    },

    /**
     * The shortest expected time until a good answer, in which c slots with a mean of m clear a line at c ÷ m:
     *
     * <pre>
     *   expected = m + m × max(0, in system − c + 1) ÷ c,   divided by the share of good answers
     * </pre>
     */
    SHORTEST_WAIT("oracle-shortest-wait") {
        @Override
        double cost(Station station) {
            double mean = station.behaviour.meanNanos();
            double ahead = Math.max(0, station.inSystem - station.slots + 1.0);
            return mean * (1 + ahead / station.slots) / station.behaviour.good();
        }
    };

    final String contender;

    Oracle(String contender) {
        this.contender = contender;
    }

    /** Lower is better. */
    abstract double cost(Station station);

    /** The station of least cost, one of the equals at random; null if there is none. */
    @Nullable
    Station choose(List<Station> stations, RandomGenerator random) {
        Station best = null;
        double least = Double.POSITIVE_INFINITY;
        int equals = 0;
        for (Station station : stations) {
            double cost = cost(station);
            if (cost < least || best == null) {
                best = station;
                least = cost;
                equals = 1;
            } else if (cost == least && random.nextInt(++equals) == 0) {
                best = station;
            }
        }
        return best;
    }
}
