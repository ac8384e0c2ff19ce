package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What holds of every score, whatever the facts: the properties P1 to P8, P11, P13, P14, P16 and P17 of the model. */
class ScorePropertiesTest {

    private static final ScoreTerms TERMS = ScoreTerms.DEFAULT;
    private static final String X = "x";
    private static final int MOST = 25;
    private static final double ROUNDING = 1e-9;

    @Test
    void p1EverythingIsBounded() {
        Cases.play("P1", 101, random -> {
            RandomFacts chance = new RandomFacts(random);
            Ledger ledger = Ledger.of(TERMS, chance.some(X, MOST));
            Score score = ledger.score(X, chance.moment() + chance.spell());

            assertThat(score.points()).isBetween(-100.0, 100.0);
            assertThat(score.reputation()).isBetween(0.0, 1.0);
            assertThat(score.multiplier()).isBetween(0.1, 1.0);
            assertThat(score.proven()).isBetween(0.0, 100.0);
            assertThat(score.behaviour()).isBetween(0.0, 100.0);
            assertThat(score.debt()).isBetween(0.0, 100.0);
            assertThat(score.credit()).isBetween(0.0, 30.0);
            assertThat(score.flap()).isBetween(0.0, 12_000.0);
        });
    }

    @Test
    void p2OrderAndDoublesChangeNothing() {
        Cases.play("P2", 102, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> facts = chance.some(X, MOST);
            List<Fact> mixed = new ArrayList<>(facts);
            for (Fact fact : facts) {
                if (random.nextBoolean()) {
                    mixed.add(random.nextBoolean() ? fact : later(fact, random.nextLong(1_000_000)));
                }
            }
            Collections.shuffle(mixed, new Random(random.nextLong()));
            long now = chance.moment() + chance.spell();

            Ledger one = Ledger.of(TERMS, facts);
            Ledger other = Ledger.of(TERMS, mixed);
            assertThat(other.score(X, now)).isEqualTo(one.score(X, now));
            assertThat(other.verdict(X)).isEqualTo(one.verdict(X));
            assertThat(other.explain(X, now)).isEqualTo(one.explain(X, now));
        });
    }

    /** The same, said once more by somebody who noticed later. */
    private static Fact later(Fact fact, long by) {
        return new Fact(
                fact.id(),
                fact.at() + by,
                fact.worker(),
                fact.place(),
                fact.type(),
                fact.effect(),
                fact.why(),
                fact.reporter(),
                fact.until());
    }

    @Test
    void p3WhatSpeaksAgainstAWorkerNeverHelpsIt() {
        Cases.play("P3", 103, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> facts = chance.some(X, MOST);
            Fact bad = chance.oneOf(RandomFacts.AGAINST, X, chance.moment());
            long now = bad.at() + chance.spell();

            assertThat(points(RandomFacts.with(facts, bad), now)).isLessThanOrEqualTo(points(facts, now) + ROUNDING);
        });
    }

    @Test
    void p4ARewardNeverHurts() {
        Cases.play("P4", 104, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> facts = chance.some(X, MOST);
            Fact good = chance.oneOf(RandomFacts.REWARDS, X, chance.moment());
            long now = good.at() + chance.spell();

            assertThat(points(RandomFacts.with(facts, good), now))
                    .isGreaterThanOrEqualTo(points(facts, now) - ROUNDING);
        });
    }

    private static double points(List<Fact> facts, long now) {
        return Ledger.of(TERMS, RandomFacts.until(facts, now)).score(X, now).points();
    }

    @Test
    void p5EverythingIsForgottenInFourHundredQuietDays() {
        Cases.play("P5", 105, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> facts = chance.some(X, MOST);
            long up = chance.moment() + chance.spell() + Duration.ofDays(61).toMillis();
            Ledger ledger = Ledger.of(TERMS, RandomFacts.with(facts, chance.of(X, up, FactType.JOINED)));

            double points =
                    ledger.score(X, up + Duration.ofDays(400).toMillis()).points();
            assertThat(points).isCloseTo(0, Offset.strictOffset(0.05));
        });
    }

    @Test
    void p6NothingGrowsInQuietTime() {
        Cases.play("P6", 106, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> facts = chance.some(X, MOST);
            Ledger ledger = Ledger.of(TERMS, facts);
            long now =
                    facts.isEmpty() ? Life.START : facts.get(facts.size() - 1).at();
            Score before = ledger.score(X, now);
            for (int i = 0; i < 4; i++) {
                now += chance.spell();
                Score score = ledger.score(X, now);

                assertThat(score.proven()).isLessThanOrEqualTo(before.proven());
                assertThat(score.behaviour()).isLessThanOrEqualTo(before.behaviour());
                assertThat(score.credit()).isLessThanOrEqualTo(before.credit());
                assertThat(score.debt()).isLessThanOrEqualTo(before.debt());
                assertThat(score.flap()).isLessThanOrEqualTo(before.flap());
                assertThat(score.points())
                        .isLessThanOrEqualTo(score.credit())
                        .isGreaterThanOrEqualTo(-(score.proven() + score.behaviour() + score.debt()));
                before = score;
            }
        });
    }

    @Test
    void p7ANewNameIsNeverBetterThanAnyOfTheOldOnes() {
        Cases.play("P7", 107, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<String> old = List.of("a", "b", "c").subList(0, 1 + random.nextInt(3));
            List<Fact> facts = new ArrayList<>();
            old.forEach(worker -> facts.addAll(chance.some(worker, MOST)));
            long linked = Life.START + Duration.ofDays(60).toMillis() + chance.spell();
            Ledger ledger = Ledger.of(TERMS, facts);
            ledger.add(chance.of(X, "", linked, FactType.ENROLLED, ledger.inherited(old, linked)));

            long now = linked;
            for (int i = random.nextInt(6); i >= 0; i--) {
                now += chance.spell();
                long at = now;
                Fact continued = chance.any(X, at);
                ledger.add(continued);
                old.forEach(worker -> ledger.add(ofAnother(continued, worker)));
                now += chance.spell();
                Score score = ledger.score(X, now);
                for (String worker : old) {
                    Score other = ledger.score(worker, now);
                    assertThat(score.points()).isLessThanOrEqualTo(other.points() + ROUNDING);
                    assertThat(score.flap()).isGreaterThanOrEqualTo(other.flap() * (1 - ROUNDING));
                }
            }
        });
    }

    private static Fact ofAnother(Fact fact, String worker) {
        return new Fact(
                fact.id() + worker, fact.at(), worker, "", fact.type(), fact.effect(), "", fact.reporter(), null);
    }

    @Test
    void p8NobodyIsSuppressedForLongerThanTheLongestSuppression() {
        AtomicInteger suppressed = new AtomicInteger();
        Cases.play("P8", 108, random -> {
            ScoreTerms terms = terms(random);
            Trust trust = new Trust(TrustTerms.DEFAULT, terms);
            RandomFacts chance = new RandomFacts(random);
            Ledger ledger = new Ledger(terms);
            Stage stage = Stage.FIRST;
            long now = Life.START;
            boolean everSuppressed = false;
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                now += random.nextLong(terms.flap().toMillis() / 5);
                Effect flap = Effect.NONE.withFlap(random.nextDouble(3 * terms.suppress()));
                ledger.add(chance.of(X, "owner@host:1", now, FactType.ADDRESS_CHANGED, flap));
                stage = trust.next(stage, ledger.score(X, now), ledger.verdict(X), now);
                everSuppressed |= stage.state() == TrustState.SUPPRESSED;
            }
            suppressed.addAndGet(everSuppressed ? 1 : 0);

            long released = now + terms.longestSuppression().toMillis() + 1;
            stage = trust.next(stage, ledger.score(X, released), ledger.verdict(X), released);
            assertThat(stage.state()).isNotEqualTo(TrustState.SUPPRESSED);
        });
        assertThat(suppressed.get()).as("cases that tell something").isGreaterThan(Cases.MANY / 2);
    }

    private static ScoreTerms terms(SplittableRandom random) {
        double reuse = random.nextDouble(1, 2_000);
        long flap = random.nextLong(10_000, 3_600_000);
        double halfLives = random.nextDouble(0.5, 8);
        return new ScoreTerms(
                TERMS.provenUp(),
                TERMS.provenDown(),
                TERMS.behaviourUp(),
                TERMS.behaviourDown(),
                TERMS.credit(),
                TERMS.debt(),
                Duration.ofMillis(flap),
                30,
                reuse * Math.pow(2, halfLives * random.nextDouble(0.1, 0.9)),
                reuse,
                Duration.ofMillis((long) (flap * halfLives)));
    }

    @Test
    void p11WhatIsSaidOfOthersIsNothingToAWorker() {
        Cases.play("P11", 111, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> own = chance.some(X, MOST);
            List<Fact> all = new ArrayList<>(own);
            all.addAll(chance.some("y", MOST));
            all.addAll(chance.some("X", MOST));
            long now = chance.moment() + chance.spell();

            Ledger alone = Ledger.of(TERMS, own);
            Ledger amongOthers = Ledger.of(TERMS, all);
            assertThat(amongOthers.score(X, now)).isEqualTo(alone.score(X, now));
            assertThat(amongOthers.verdict(X)).isEqualTo(alone.verdict(X));
            assertThat(amongOthers.explain(X, now)).isEqualTo(alone.explain(X, now));
        });
    }

    @Test
    void p13HowALogIsCutIntoPiecesChangesNothing() {
        Cases.play("P13", 113, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> facts = chance.some(X, MOST);
            long now = chance.moment() + chance.spell();

            int cut = random.nextInt(facts.size() + 1);
            Ledger piecemeal = Ledger.of(TERMS, facts.subList(0, cut));
            for (Fact fact : facts.subList(cut, facts.size())) {
                piecemeal.score(X, fact.at() + chance.spell());
                piecemeal.explain(X, fact.at());
                piecemeal.add(fact);
            }
            Ledger whole = Ledger.of(TERMS, facts);
            assertThat(piecemeal.score(X, now)).isEqualTo(whole.score(X, now));
            assertThat(piecemeal.verdict(X)).isEqualTo(whole.verdict(X));
            assertThat(piecemeal.explain(X, now)).isEqualTo(whole.explain(X, now));
        });
    }

    @Test
    void p14AnExplanationSumsToTheScore() {
        AtomicInteger longOnes = new AtomicInteger();
        Cases.play("P14", 114, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> facts = chance.some(X, random.nextInt(20) == 0 ? 600 : MOST);
            longOnes.addAndGet(facts.size() > 2 * Account.REMEMBERED ? 1 : 0);
            long now = chance.moment() + chance.spell();
            Account account = new Account(TERMS);
            facts.forEach(account::add);

            Explanation explanation = account.explain(now);
            assertThat(explanation.sum()).isCloseTo(account.score(now).points(), Offset.offset(ROUNDING));
            assertThat(explanation.lines()).hasSizeLessThanOrEqualTo(Account.REMEMBERED + 2);
        });
        assertThat(longOnes.get()).as("cases in which most is forgotten").isGreaterThan(200);
    }

    @Test
    void p16NoTimeIsSpecial() {
        Cases.play("P16", 116, random -> {
            RandomFacts chance = new RandomFacts(random);
            List<Fact> facts = chance.some(X, MOST);
            long offset = random.nextLong(-Life.START, Life.START);
            long now = chance.moment() + chance.spell();

            Score here = Ledger.of(TERMS, facts).score(X, now);
            Score there = Ledger.of(
                            TERMS,
                            facts.stream().map(fact -> later(fact, offset)).toList())
                    .score(X, now + offset);
            assertThat(there).isEqualTo(here);
        });
    }

    @Test
    void p17ANewNameAtTheSamePlaceIsAsRestlessAsTheOldOne() {
        Cases.play("P17", 117, random -> {
            RandomFacts chance = new RandomFacts(random);
            Ledger ledger = new Ledger(TERMS);
            long now = Life.START;
            String place = "owner@host:1";
            for (int name = 0; name < 5; name++) {
                double before =
                        name == 0 ? 0 : ledger.score("n" + (name - 1), now).flap();
                String worker = "n" + name;
                ledger.add(chance.of(worker, place, now, FactType.JOINED, Effect.NONE));
                assertThat(ledger.score(worker, now).flap()).isGreaterThanOrEqualTo(before * (1 - ROUNDING));
                for (int i = random.nextInt(4); i > 0; i--) {
                    now += random.nextLong(600_000);
                    ledger.add(chance.of(
                            worker, place, now, FactType.LEASE_LOST, FactWeights.DEFAULT.of(FactType.LEASE_LOST)));
                }
                now += random.nextLong(600_000);
            }
        });
    }
}
