package dev.equipoise.reputation.standings;

import dev.equipoise.core.reputation.Explanation;
import java.time.Instant;
import java.util.List;

/**
 * Why a score is what it is.
 *
 * @param id of the worker
 * @param at when the score is this
 * @param parts what it is made of
 * @param lines what each fact still counts, the strongest first; they sum to the score
 */
record ExplanationView(String id, Instant at, double score, StandingView.Parts parts, List<Line> lines) {

    /** @param fact its id; empty for what is no single fact */
    record Line(String fact, Instant at, String text, double points) {}

    static ExplanationView of(String worker, Explanation explanation) {
        return new ExplanationView(
                worker,
                Instant.ofEpochMilli(explanation.at()),
                explanation.score().points(),
                StandingView.Parts.of(explanation.score()),
                explanation.lines().stream()
                        .map(line ->
                                new Line(line.factId(), Instant.ofEpochMilli(line.at()), line.text(), line.points()))
                        .toList());
    }
}
