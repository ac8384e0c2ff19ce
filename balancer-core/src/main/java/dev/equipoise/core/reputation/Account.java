package dev.equipoise.core.reputation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the facts about one worker add up to. Facts go in by {@link Fact#ORDER}; asking for a score changes nothing, so the
 * same facts give the same score to the last bit, however they are cut into batches (properties P2 and P13). Remembers the
 * last {@value #REMEMBERED} facts that count, to explain; what older ones left is one sum. Not for several threads.
 */
public final class Account {

    /** How many facts are told apart in an explanation. */
    public static final int REMEMBERED = 128;

    private static final double MINUTE = 60_000;

    private final ScoreTerms terms;
    private final Deque<Contribution> contributions = new ArrayDeque<>();
    private long at = Long.MIN_VALUE;
    private boolean up;
    private double proven;
    private double behaviour;
    private double credit;
    private double debt;
    private double flap;
    /** Half-lives that have passed since the first fact, by component. */
    private double provenAge;

    private double behaviourAge;
    private double creditAge;
    private double debtAge;
    /** What facts left that are not remembered any more, as of their ages. */
    private Contribution older = Contribution.NONE;

    /** What one fact added after the bounds, and how old each component was then, in half-lives. */
    private record Contribution(
            String factId,
            long at,
            String text,
            double proven,
            double behaviour,
            double credit,
            double debt,
            double provenAge,
            double behaviourAge,
            double creditAge,
            double debtAge) {

        static final Contribution NONE = new Contribution("", 0, "older facts", 0, 0, 0, 0, 0, 0, 0, 0);
    }

    public Account(ScoreTerms terms) {
        this.terms = terms;
    }

    /** When the last fact was; the least long before the first. */
    public long at() {
        return at;
    }

    /** Whether the worker was up after the last fact. */
    public boolean isUp() {
        return up;
    }

    /** @throws IllegalArgumentException if the fact is older than the last one */
    public void add(Fact fact) {
        if (fact.at() < at) {
            throw new IllegalArgumentException("facts are added in order");
        }
        advance(fact.at());
        if (fact.type() == FactType.PARDONED) {
            forgive();
        }
        Effect effect = fact.effect();
        double provenBefore = proven;
        double behaviourBefore = behaviour;
        double creditBefore = credit;
        double debtBefore = debt;
        proven = Math.min(ScoreTerms.MOST_AGAINST, proven + effect.proven());
        behaviour = Math.min(ScoreTerms.MOST_AGAINST, behaviour + effect.behaviour());
        credit = Math.min(terms.mostCredit(), credit + effect.credit());
        debt = Math.min(ScoreTerms.MOST_AGAINST, debt + effect.debt());
        flap = Math.min(terms.flapCeiling(), flap + effect.flap());
        up = switch (fact.type().presence()) {
            case UP -> true;
            case DOWN -> false;
            case UNCHANGED -> up;
        };
        remember(new Contribution(
                fact.id(),
                fact.at(),
                fact.type() + (fact.why().isEmpty() ? "" : ": " + fact.why()),
                proven - provenBefore,
                behaviour - behaviourBefore,
                credit - creditBefore,
                debt - debtBefore,
                provenAge,
                behaviourAge,
                creditAge,
                debtAge));
    }

    private void forgive() {
        proven = 0;
        behaviour = 0;
        debt = 0;
        flap = 0;
        List<Contribution> kept = new ArrayList<>();
        for (Contribution c : contributions) {
            kept.add(onlyCredit(c));
        }
        contributions.clear();
        kept.stream().filter(c -> c.credit != 0).forEach(contributions::add);
        older = onlyCredit(older);
    }

    private static Contribution onlyCredit(Contribution c) {
        return new Contribution(
                c.factId, c.at, c.text, 0, 0, c.credit, 0, c.provenAge, c.behaviourAge, c.creditAge, c.debtAge);
    }

    private void advance(long to) {
        if (at == Long.MIN_VALUE) {
            at = to;
            return;
        }
        double passed = to - at;
        double provenAged = passed / provenHalfLife();
        double behaviourAged = passed / behaviourHalfLife();
        double creditAged = passed / terms.credit().toMillis();
        double debtAged = up ? passed / terms.debt().toMillis() : 0;
        proven *= halved(provenAged);
        behaviour *= halved(behaviourAged);
        credit *= halved(creditAged);
        debt *= halved(debtAged);
        flap *= halved(passed / terms.flap().toMillis());
        provenAge += provenAged;
        behaviourAge += behaviourAged;
        creditAge += creditAged;
        debtAge += debtAged;
        at = to;
    }

    private double provenHalfLife() {
        return (up ? terms.provenUp() : terms.provenDown()).toMillis();
    }

    private double behaviourHalfLife() {
        return (up ? terms.behaviourUp() : terms.behaviourDown()).toMillis();
    }

    private static double halved(double halfLives) {
        return StrictMath.pow(2, -halfLives);
    }

    private void remember(Contribution contribution) {
        if (contribution.proven == 0
                && contribution.behaviour == 0
                && contribution.credit == 0
                && contribution.debt == 0) {
            return;
        }
        contributions.add(contribution);
        if (contributions.size() > REMEMBERED) {
            Contribution oldest = contributions.remove();
            older = new Contribution(
                    "",
                    oldest.at,
                    older.text,
                    older.proven * halved(oldest.provenAge - older.provenAge) + oldest.proven,
                    older.behaviour * halved(oldest.behaviourAge - older.behaviourAge) + oldest.behaviour,
                    older.credit * halved(oldest.creditAge - older.creditAge) + oldest.credit,
                    older.debt * halved(oldest.debtAge - older.debtAge) + oldest.debt,
                    oldest.provenAge,
                    oldest.behaviourAge,
                    oldest.creditAge,
                    oldest.debtAge);
        }
    }

    /**
     * The score at {@code now}, as if nothing happened since the last fact.
     *
     * @param now not before the last fact; earlier counts as the time of the last fact
     */
    public Score score(long now) {
        double passed = passed(now);
        return new Score(
                proven * halved(passed / provenHalfLife()),
                behaviour * halved(passed / behaviourHalfLife()),
                credit * halved(passed / terms.credit().toMillis()),
                debt * (up ? halved(passed / terms.debt().toMillis()) : 1),
                flap * halved(passed / terms.flap().toMillis()));
    }

    private double passed(long now) {
        return at == Long.MIN_VALUE ? 0 : Math.max(0, now - at);
    }

    /** Why the score is what it is at {@code now}: lines that sum to it, the strongest first. */
    public Explanation explain(long now) {
        Score score = score(now);
        double passed = passed(now);
        double provenNow = provenAge + passed / provenHalfLife();
        double behaviourNow = behaviourAge + passed / behaviourHalfLife();
        double creditNow = creditAge + passed / terms.credit().toMillis();
        double debtNow = debtAge + (up ? passed / terms.debt().toMillis() : 0);
        List<Explanation.Line> lines = new ArrayList<>();
        List<Contribution> all = new ArrayList<>(contributions);
        all.add(older);
        for (Contribution c : all) {
            double points = c.credit * halved(creditNow - c.creditAge) * score.creditCounts()
                    - c.proven * halved(provenNow - c.provenAge)
                    - c.behaviour * halved(behaviourNow - c.behaviourAge)
                    - c.debt * halved(debtNow - c.debtAge);
            if (points != 0) {
                lines.add(new Explanation.Line(c.factId, c.at, c.text, points));
            }
        }
        double beyond = score.points() - score.unbounded();
        if (beyond != 0) {
            lines.add(new Explanation.Line("", now, "no score is beyond -100 or 100", beyond));
        }
        return new Explanation(now, score, lines);
    }

    /** Minutes until restlessness is below {@code reuse}, at {@code now}; 0 if it is. */
    public double minutesUntilCalm(long now) {
        double left = score(now).flap() / terms.reuse();
        return left <= 1 ? 0 : Math.log(left) / Math.log(2) * terms.flap().toMillis() / MINUTE;
    }
}
