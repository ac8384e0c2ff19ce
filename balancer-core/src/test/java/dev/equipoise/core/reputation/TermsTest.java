package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terms that would break the properties of the model are refused with the reason. */
class TermsTest {

    @Test
    void aHalfLifeIsPositive() {
        for (int zero = 0; zero < 7; zero++) {
            int which = zero;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withHalfLife(which, Duration.ZERO))
                    .withMessageContaining("half-life");
        }
    }

    @Test
    void hidingMustNotHelp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withHalfLife(1, Duration.ofDays(6)))
                .withMessageContaining("while it is down");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withHalfLife(3, Duration.ofHours(23)))
                .withMessageContaining("while it is down");
        assertThat(withHalfLife(3, Duration.ofHours(24)).behaviourDown()).isEqualTo(Duration.ofHours(24));
    }

    private static ScoreTerms withHalfLife(int which, Duration value) {
        Duration[] all = {
            Duration.ofDays(7),
            Duration.ofDays(28),
            Duration.ofHours(24),
            Duration.ofHours(96),
            Duration.ofDays(30),
            Duration.ofMinutes(30),
            Duration.ofMinutes(15)
        };
        all[which] = value;
        return new ScoreTerms(
                all[0], all[1], all[2], all[3], all[4], all[5], all[6], 30, 3_000, 750, Duration.ofMinutes(60));
    }

    @ParameterizedTest(name = "credit {0}, suppress {1}, reuse {2}, {3} minutes: {4}")
    @CsvSource({
        "-1, 3000, 750, 60, most credit",
        "101, 3000, 750, 60, most credit",
        "NaN, 3000, 750, 60, most credit",
        "30, 750, 750, 60, released",
        "30, 3000, 0, 60, released",
        "30, NaN, 750, 60, released",
        "30, 12000, 750, 60, ceiling",
        "30, 3000, 750, 30, the ceiling reuse * 2^(longest suppression / half-life) is 3000",
        "30, 3000, 750, -60, ceiling"
    })
    void flapTermsFitTogether(double credit, double suppress, double reuse, long minutes, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flapTerms(credit, suppress, reuse, Duration.ofMinutes(minutes)))
                .withMessageContaining(message);
    }

    private static ScoreTerms flapTerms(double credit, double suppress, double reuse, Duration longest) {
        ScoreTerms d = ScoreTerms.DEFAULT;
        return new ScoreTerms(
                d.provenUp(),
                d.provenDown(),
                d.behaviourUp(),
                d.behaviourDown(),
                d.credit(),
                d.debt(),
                d.flap(),
                credit,
                suppress,
                reuse,
                longest);
    }

    @Test
    void theCeilingIsThatOfTheModel() {
        assertThat(ScoreTerms.DEFAULT.flapCeiling()).isEqualTo(12_000);
    }

    @ParameterizedTest(name = "ban {0}, quarantine {1}, release {2}, proven {3}")
    @CsvSource({
        "-30, -30, -15, 60, order",
        "-80, -15, -15, 60, order",
        "-80, -30, 1, 60, order",
        "-101, -30, -15, 60, order",
        "NaN, -30, -15, 60, order",
        "-80, NaN, -15, 60, order",
        "-80, -30, -15, 0, proof",
        "-80, -30, -15, 101, proof",
        "-80, -30, -15, NaN, proof"
    })
    void scoresAreInOrderAndABanNeedsProof(
            double ban, double quarantine, double release, double proven, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trustTerms(ban, quarantine, release, proven, 5, 720, 720, 10))
                .withMessageContaining(message);
    }

    @ParameterizedTest(name = "quarantine {0} to {1}, ban {2}, probation {3} minutes")
    @CsvSource({
        "0, 720, 720, 10, last longer than 0",
        "5, 720, 0, 10, last longer than 0",
        "5, 4, 720, 10, longest",
        "5, 720, 720, -1, probation"
    })
    void timesMakeSense(long least, long longest, long ban, long probation, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trustTerms(-80, -30, -15, 60, least, longest, ban, probation))
                .withMessageContaining(message);
        assertThat(trustTerms(-80, -30, 0, 60, 5, 5, 1, 0).probation()).isZero();
    }

    private static TrustTerms trustTerms(
            double ban,
            double quarantine,
            double release,
            double proven,
            long least,
            long longest,
            long leastBan,
            long probation) {
        return new TrustTerms(
                release,
                quarantine,
                release,
                Duration.ofMinutes(least),
                Duration.ofMinutes(longest),
                ban,
                proven,
                Duration.ofMinutes(leastBan),
                Duration.ofMinutes(probation));
    }

    @Test
    void effectsHaveNoNegativeNumbers() {
        for (double bad : List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Effect(bad, 0, 0, 0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> new Effect(0, bad, 0, 0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> new Effect(0, 0, bad, 0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> new Effect(0, 0, 0, bad, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> new Effect(0, 0, 0, 0, bad));
        }
    }

    @Test
    void weightsCanBeOthersAndAreElseTheModels() {
        FactWeights weights = new FactWeights(Map.of(FactType.LEASE_LOST, Effect.behaviour(5)));
        assertThat(weights.of(FactType.LEASE_LOST)).isEqualTo(Effect.behaviour(5));
        assertThat(weights.of(FactType.SCOPE_ABUSE)).isEqualTo(Effect.proven(25));
        assertThat(weights.of(FactType.LEFT)).isEqualTo(Effect.NONE);
    }

    @Test
    void aFactHasAnIdAndAWorkerAndNoNovel() {
        Fact fact = new Fact("f", 0, "x", "", FactType.JOINED, Effect.NONE, "y".repeat(1_000), "test", null);
        assertThat(fact.why()).hasSize(512);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fact("", 0, "x", "", FactType.JOINED, Effect.NONE, "", "test", null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fact("f", 0, "", "", FactType.JOINED, Effect.NONE, "", "test", null));
    }

    @Test
    void onlyProofOfACopiedOrRevokedKeyLatches() {
        for (FactType type : FactType.values()) {
            Verdict verdict = Verdict.NONE.after(new Fact("f", 1, "x", "", type, Effect.NONE, "", "test", 2L));
            assertThat(verdict.latched().isEmpty()).isEqualTo(!type.isLatch());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.09", "1.01", "NaN", "0"})
    void aStandingsMultiplierIsInItsBounds(double multiplier) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Standing("x", TrustState.ACTIVE, multiplier, 0, 0, ""));
        assertThat(new Standing("x", TrustState.ACTIVE, Standing.FULL, 0, 0, "").multiplier())
                .isOne();
    }

    @Test
    void whatIsPublishedIsCopied() {
        Standing standing = new Standing("x", TrustState.ACTIVE, 1, 0, 0, "");
        assertThat(new Standings.Snapshot(1, List.of(standing)).standings()).containsExactly(standing);
        Standings.Changes changes = new Standings.Changes(1, false, List.of(standing), List.of("y"));
        assertThat(changes.changed()).containsExactly(standing);
        assertThat(changes.gone()).containsExactly("y");
    }
}
