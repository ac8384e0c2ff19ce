package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

    private final Account account = new Account(ScoreTerms.DEFAULT);

    @Test
    void withoutFactsThereIsNothing() {
        assertThat(account.score(Life.START)).isEqualTo(Score.NEUTRAL);
        assertThat(account.explain(Life.START).lines()).isEmpty();
        assertThat(account.explain(Life.START).strongestAgainst()).isEmpty();
        assertThat(account.minutesUntilCalm(Life.START)).isZero();
    }

    @Test
    void factsComeInOrder() {
        add(1, FactType.JOINED, Effect.NONE);
        add(1, FactType.LEFT, Effect.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> add(0, FactType.JOINED, Effect.NONE));
    }

    @Test
    void whatIsAskedForThePastIsTheTimeOfTheLastFact() {
        add(HOUR, FactType.OUTLIER, Effect.behaviour(4));
        assertThat(account.score(Life.START)).isEqualTo(account.score(Life.START + HOUR));
    }

    @Test
    void anExplanationNamesEachFactTheStrongestFirst() {
        add(0, FactType.JOINED, Effect.NONE);
        add(0, FactType.REWARD_7D, Effect.credit(8));
        add(0, FactType.OUTLIER, Effect.behaviour(4));
        add(0, FactType.LEASE_LOST, Effect.behaviour(2).withFlap(1_000));

        Explanation explanation = account.explain(Life.START + 24 * HOUR);
        assertThat(explanation.lines())
                .extracting(Explanation.Line::text)
                .containsExactly("REWARD_7D: because", "OUTLIER: because", "LEASE_LOST: because");
        assertThat(explanation.lines().get(1).points()).isCloseTo(-4 * Math.pow(2, -0.25), ROUNDING);
        assertThat(explanation.strongestAgainst()).isEqualTo("OUTLIER: because");
        assertThat(explanation.sum()).isCloseTo(explanation.score().points(), ROUNDING);
    }

    @Test
    void creditIsExplainedAsFarAsItCounts() {
        add(0, FactType.REWARD_30D, Effect.credit(20));
        add(0, FactType.ADDRESS_UNANNOUNCED, Effect.proven(5));
        Explanation half = account.explain(Life.START);
        assertThat(half.lines()).extracting(Explanation.Line::points).containsExactly(10.0, -5.0);
        add(0, FactType.ADDRESS_UNANNOUNCED, Effect.proven(5));
        assertThat(account.explain(Life.START).lines())
                .as("frozen credit is no line")
                .hasSize(2);
    }

    @Test
    void aBoundIsALineOfItsOwn() {
        add(0, FactType.HONEY, Effect.proven(90));
        add(0, FactType.OUTLIER, Effect.behaviour(90));
        Explanation explanation = account.explain(Life.START);
        assertThat(explanation.score().points()).isEqualTo(-100);
        assertThat(explanation.lines())
                .anyMatch(line -> line.factId().isEmpty() && line.text().contains("beyond") && line.points() == 80);
        assertThat(explanation.sum()).isCloseTo(-100, ROUNDING);
    }

    @Test
    void whatIsBeyondABoundIsNobodysFault() {
        add(0, FactType.HONEY, Effect.proven(95));
        add(0, FactType.SCOPE_ABUSE, Effect.proven(25));
        assertThat(account.explain(Life.START).lines())
                .extracting(Explanation.Line::points)
                .containsExactly(-95.0, -5.0);
    }

    @Test
    void theOldestFactsOfManyAreOneSum() {
        for (int i = 0; i < 3 * Account.REMEMBERED; i++) {
            add(i * HOUR, i % 3 == 0 ? FactType.JOINED : FactType.OUTLIER, Effect.behaviour(0.3));
            Explanation explanation = account.explain(Life.START + i * HOUR + 1);
            assertThat(explanation.sum())
                    .isCloseTo(account.score(Life.START + i * HOUR + 1).points(), ROUNDING);
        }
        assertThat(account.explain(Life.START + 400 * HOUR).lines())
                .hasSize(Account.REMEMBERED + 1)
                .anyMatch(line -> line.text().equals("older facts"));
    }

    @Test
    void aPardonLeavesThoseLinesThatSpeakForTheWorker() {
        for (int i = 0; i < 2 * Account.REMEMBERED; i++) {
            add(i * HOUR, FactType.REWARD_1D, new Effect(0.1, 0.1, 0.1, 0.1, 0));
        }
        long at = 2 * Account.REMEMBERED * HOUR;
        add(at, FactType.PARDONED, Effect.NONE);
        Explanation explanation = account.explain(Life.START + at);
        assertThat(explanation.lines()).allMatch(line -> line.points() > 0);
        assertThat(explanation.sum()).isCloseTo(account.score(Life.START + at).credit(), ROUNDING);
        assertThat(explanation.score().points()).isPositive();
    }

    @Test
    void itTakesAnHourToCalmDownFromTheCeiling() {
        add(0, FactType.LEASE_LOST, Effect.NONE.withFlap(50_000));
        assertThat(account.minutesUntilCalm(Life.START)).isCloseTo(60, ROUNDING);
        assertThat(account.minutesUntilCalm(Life.START + HOUR / 2)).isCloseTo(30, ROUNDING);
        assertThat(account.minutesUntilCalm(Life.START + 2 * HOUR)).isZero();
    }

    private void add(long after, FactType type, Effect effect) {
        account.add(new Fact("f-" + after, Life.START + after, "x", "", type, effect, "because", "test", null));
    }
}
