package dev.equipoise.core.reputation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How score and state of one worker go as its facts come in. */
public final class Course {

    private Course() {}

    /**
     * What is known at one moment.
     *
     * @param minutes since {@link Life#START}
     */
    public record Moment(double minutes, Score score, TrustState state) {}

    /**
     * A moment for each step from {@link Life#START} on; the state machine is stepped at every fact, too.
     *
     * @param length from the beginning, not from the last fact
     */
    public static List<Moment> of(Life life, Duration step, Duration length) {
        Ledger ledger = new Ledger(ScoreTerms.DEFAULT);
        Trust trust = new Trust(TrustTerms.DEFAULT, ScoreTerms.DEFAULT);
        Stage stage = Stage.FIRST;
        List<Fact> facts = life.facts().stream().sorted(Fact.ORDER).toList();
        List<Moment> moments = new ArrayList<>();
        int next = 0;
        long end = Life.START + length.toMillis();
        for (long now = Life.START; now <= end; now += step.toMillis()) {
            for (; next < facts.size() && facts.get(next).at() <= now; next++) {
                Fact fact = facts.get(next);
                ledger.add(fact);
                stage = step(trust, stage, ledger, life.worker(), fact.at());
            }
            stage = step(trust, stage, ledger, life.worker(), now);
            moments.add(new Moment((now - Life.START) / 60_000.0, ledger.score(life.worker(), now), stage.state()));
        }
        return moments;
    }

    private static Stage step(Trust trust, Stage stage, Ledger ledger, String worker, long now) {
        return trust.next(stage, ledger.score(worker, now), ledger.verdict(worker), now);
    }
}
