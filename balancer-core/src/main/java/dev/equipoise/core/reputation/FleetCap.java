package dev.equipoise.core.reputation;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How many workers of a service distrust may take out at the same time: nobody of fewer than three, one of three or four, a
 * fifth of more. Those with the worst scores come first, the id decides between equals; the rest stay on probation.
 * Latched workers and those an operator has spoken of are not counted: proof is no opinion.
 */
public final class FleetCap {

    private static final int SMALL = 3;
    private static final int FIFTH = 5;

    private FleetCap() {}

    /** How many of {@code workers} may be suppressed or quarantined together. */
    public static int of(int workers) {
        if (workers < SMALL) {
            return 0;
        }
        return Math.max(1, workers / FIFTH);
    }

    /** @param points the score of one that should be out */
    public record Candidate(String worker, double points) {}

    /**
     * Who may be out.
     *
     * @param candidates those that should be out by their own score or restlessness
     * @param workers how many workers the service has, banned ones not counted
     */
    public static Set<String> admitted(Collection<Candidate> candidates, int workers) {
        List<String> out = candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::points).thenComparing(Candidate::worker))
                .limit(of(workers))
                .map(Candidate::worker)
                .toList();
        return new HashSet<>(out);
    }
}
