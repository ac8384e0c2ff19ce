package dev.equipoise.core.reputation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The facts of one worker's life, told one after the other, with the model's own weights. */
public final class Life {

    /** When lives begin: the first of January 2026. */
    public static final long START = 1_767_225_600_000L;

    private final String worker;
    private final String place;
    private final FactWeights weights = FactWeights.DEFAULT;
    private final List<Fact> facts = new ArrayList<>();
    private long now = START;
    private long presentSince = START;

    private Life(String worker, String place) {
        this.worker = worker;
        this.place = place;
    }

    /** Of a worker that joins at {@link #START}, and about whom nothing else is said. */
    public static Life of(String worker) {
        return at(worker, "");
    }

    /** The same at a place. */
    public static Life at(String worker, String place) {
        return new Life(worker, place).happens(FactType.JOINED);
    }

    /** Of one nobody knew before. */
    public static Life ofNewcomer(String worker) {
        return new Life(worker, "").happens(FactType.ENROLLED).happens(FactType.JOINED);
    }

    /** A good worker: a newcomer and then a month without a break. */
    public static Life goodMonth() {
        return ofNewcomer("good").present(30);
    }

    /** Twenty crashes in ten minutes, each followed by a restart. */
    public static Life crashLoop() {
        Life life = of("restless").passes(Duration.ofMinutes(10));
        for (int i = 0; i < 20; i++) {
            life.passes(Duration.ofSeconds(30)).crashes();
        }
        return life;
    }

    /** Thirty good days, then it claims a service it is not enrolled for. */
    public static Life scopeAbuse() {
        return of("greedy").present(30).happens(FactType.SCOPE_ABUSE);
    }

    public Life happens(FactType type) {
        return happens(type, weights.of(type));
    }

    public Life happens(FactType type, Effect effect) {
        String id = String.format("%s-%06d", worker, facts.size());
        facts.add(new Fact(id, now, worker, place, type, effect, "", "test", null));
        return this;
    }

    public Life passes(Duration time) {
        now += time.toMillis();
        return this;
    }

    /** It is gone without a word and back in the same moment. */
    public Life crashes() {
        presentSince = now;
        return happens(FactType.LEASE_LOST).happens(FactType.JOINED);
    }

    /** Whole days without a break, with their rewards. */
    public Life present(int days) {
        for (int i = 0; i < days; i++) {
            long before = now;
            passes(Duration.ofDays(1));
            facts.addAll(new Attendance(weights).rewards(worker, presentSince, before, now));
        }
        return this;
    }

    /** Away from now on, after its lease was lost, with the penalties for absence. */
    public Life absent(Duration time) {
        long lostAt = now;
        happens(FactType.LEASE_LOST);
        for (long end = now + time.toMillis(); now < end; ) {
            long before = now;
            now = Math.min(end, now + Duration.ofMinutes(1).toMillis());
            facts.addAll(new Attendance(weights).absences(worker, lostAt, before, now));
        }
        return this;
    }

    public String worker() {
        return worker;
    }

    public long now() {
        return now;
    }

    public List<Fact> facts() {
        return List.copyOf(facts);
    }

    /** What these facts mean now. */
    public Score score() {
        return Ledger.of(ScoreTerms.DEFAULT, facts).score(worker, now);
    }

    public double points() {
        return score().points();
    }
}
