package dev.equipoise.core.reputation;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of all workers and the restlessness of all places: what a log of facts means. Facts about one worker, and those
 * about one place, go in by time; the ledger of a log is the same whoever reads it. One thread at a time.
 */
public final class Ledger {

    /** How long one that is gone is remembered, so that it cannot come back with a clean name. */
    public static final long MEMORY = 30L * 24 * 60 * 60 * 1000;

    private static final double NOTHING = 0.01;

    private final ScoreTerms terms;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();

    /** What is known of one worker. */
    private static final class Entry {
        private final Account account;
        private Verdict verdict = Verdict.NONE;
        private String place = "";

        private Entry(ScoreTerms terms) {
            account = new Account(terms);
        }
    }

    private record Place(double flap, long at, String lastWorker) {}

    public Ledger(ScoreTerms terms) {
        this.terms = terms;
    }

    /** The ledger of these facts, in whatever order they come and however often; of one id the earliest counts. */
    public static Ledger of(ScoreTerms terms, Collection<Fact> facts) {
        Ledger ledger = new Ledger(terms);
        Set<String> ids = new HashSet<>();
        facts.stream().sorted(Fact.ORDER).filter(fact -> ids.add(fact.id())).forEach(ledger::add);
        return ledger;
    }

    public void add(Fact fact) {
        Entry entry = entries.computeIfAbsent(fact.worker(), id -> new Entry(terms));
        entry.account.add(fact);
        entry.verdict = entry.verdict.after(fact);
        if (!fact.place().isEmpty()) {
            entry.place = fact.place();
        }
        if (!entry.place.isEmpty()) {
            Place before = places.get(entry.place);
            double flap = (before != null && fact.type() != FactType.PARDONED ? flap(before, fact.at()) : 0)
                    + fact.effect().flap();
            if (flap > 0 || before != null) {
                places.put(entry.place, new Place(Math.min(flap, terms.flapCeiling()), fact.at(), fact.worker()));
            }
        }
    }

    private double flap(Place place, long now) {
        return place.flap
                * StrictMath.pow(
                        2, -Math.max(0, now - place.at) / (double) terms.flap().toMillis());
    }

    public boolean knows(String worker) {
        return entries.containsKey(worker);
    }

    public Set<String> workers() {
        return Set.copyOf(entries.keySet());
    }

    /** When the last fact about this worker was; 0 if there is none. */
    public long at(String worker) {
        Entry entry = entries.get(worker);
        return entry == null ? 0 : entry.account.at();
    }

    public boolean isUp(String worker) {
        Entry entry = entries.get(worker);
        return entry != null && entry.account.isUp();
    }

    /** The score now: restlessness is the worker's or that of its place, whichever is more. */
    public Score score(String worker, long now) {
        Entry entry = entries.get(worker);
        if (entry == null) {
            return Score.NEUTRAL;
        }
        Score own = entry.account.score(now);
        Place place = places.get(entry.place);
        double flap = place == null ? own.flap() : Math.max(own.flap(), flap(place, now));
        return new Score(own.proven(), own.behaviour(), own.credit(), own.debt(), flap);
    }

    public Verdict verdict(String worker) {
        Entry entry = entries.get(worker);
        return entry == null ? Verdict.NONE : entry.verdict;
    }

    /** @return null if nothing is known of the worker */
    public @Nullable Explanation explain(String worker, long now) {
        Entry entry = entries.get(worker);
        return entry == null ? null : entry.account.explain(now);
    }

    /**
     * What a new identity begins with that is linked to these: of each component that speaks against them the most that any
     * of them has, and nothing that speaks for them. So a new name is never better than any of the old ones, now or later: if
     * it took all from one of them, what is proven against another would be gone.
     */
    public Effect inherited(List<String> linked, long now) {
        Effect worst = Effect.NONE;
        for (String worker : linked) {
            Score score = score(worker, now);
            worst = new Effect(
                    Math.max(worst.proven(), score.proven()),
                    Math.max(worst.behaviour(), score.behaviour()),
                    0,
                    Math.max(worst.debt(), score.debt()),
                    Math.max(worst.flap(), score.flap()));
        }
        return worst;
    }

    /**
     * Forgets calm places, and workers about whom nothing was heard for {@link #MEMORY}, no verdict holds and nothing is left
     * but a newcomer's debt: one that comes back is a newcomer again.
     */
    public void forget(long now) {
        entries.values()
                .removeIf(entry -> now - entry.account.at() > MEMORY
                        && !entry.account.isUp()
                        && !entry.verdict.bansAt(now)
                        && !entry.verdict.quarantinesAt(now)
                        && isNothing(entry.account.score(now)));
        places.values().removeIf(place -> flap(place, now) < 1);
    }

    /** Component by component: credit that makes up for misbehaviour does not make it nothing. */
    private static boolean isNothing(Score score) {
        return score.proven() + score.behaviour() + score.credit() < NOTHING;
    }

    public int size() {
        return entries.size();
    }
}
