package dev.equipoise.core.reputation;

import java.util.Comparator;
import java.util.List;

/**
 * Why a score is what it is.
 *
 * @param at when, in milliseconds since 1970
 * @param lines what each fact still counts, in points, the strongest first; they sum to the score within 1e-9
 */
public record Explanation(long at, Score score, List<Line> lines) {

    /**
     * @param factId empty for what is no single fact
     * @param at when the fact was
     */
    public record Line(String factId, long at, String text, double points) {}

    private static final Comparator<Line> STRONGEST =
            Comparator.comparingDouble((Line line) -> Math.abs(line.points())).reversed();

    public Explanation {
        lines = lines.stream().sorted(STRONGEST).toList();
    }

    public double sum() {
        return lines.stream().mapToDouble(Line::points).sum();
    }

    /** What weighs most against the worker, as one clause; empty if nothing does. */
    public String strongestAgainst() {
        return lines.stream()
                .filter(line -> line.points() < 0)
                .findFirst()
                .map(Line::text)
                .orElse("");
    }
}
