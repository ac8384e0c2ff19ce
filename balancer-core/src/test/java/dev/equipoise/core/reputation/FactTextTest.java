package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactTextTest {

    private static final String TEXT = "attendance:w-1:5:LEASE_LOST\t1767268800000\tw-1\tpay@10.0.0.1:80\tLEASE_LOST"
            + "\t0\t2\t0\t0x1.999999999999ap-4\t1000\tsilent\\tfor 15 s\\n\\\\\tregistry\t-";

    private static final Fact FACT = new Fact(
            "attendance:w-1:5:LEASE_LOST",
            1_767_268_800_000L,
            "w-1",
            "pay@10.0.0.1:80",
            FactType.LEASE_LOST,
            new Effect(0, 2, 0, 0.1, 1000),
            "silent\tfor 15 s\n\\",
            "registry",
            null);

    @Test
    void aFactHasTheTextThatLogsOfThisVersionHold() {
        assertThat(FactText.of(FACT)).isEqualTo(TEXT);
        assertThat(FactText.parse(TEXT)).isEqualTo(FACT);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 20261121})
    void everyFactComesBackBitByBitFromOneLine(long seed) {
        for (Fact fact : HardFacts.of(new SplittableRandom(seed), 2000)) {
            String text = FactText.of(fact);
            assertThat(text.lines()).as("seed %d, %s", seed, text).hasSize(1);
            assertThat(text.chars()).noneMatch(c -> c != '\t' && Character.isISOControl(c));
            assertThat(FactText.parse(text)).as("seed %d, %s", seed, text).isEqualTo(fact);
        }
    }

    @Test
    void differentFactsHaveDifferentTexts() {
        long seed = 7;
        List<Fact> facts = HardFacts.of(new SplittableRandom(seed), 5000);

        assertThat(facts.stream().map(FactText::of).distinct())
                .as("seed %d", seed)
                .hasSize((int) facts.stream().distinct().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "w-1",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\tregistry",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\tregistry\t-\t",
                "\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\tregistry\t-",
                "id\tsoon\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\tregistry\t-",
                "id\t+5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tjoined\t0\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t-1\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0.5\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t00\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0x1.0p0\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t-0x1.0p0\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0x1.0p9999\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\tNaN\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t9007199254740993\t0\t0\t0\t0\t\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\\q\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\\u00e4\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\\u000\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\\u00zz\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\r\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\twhy\\\tregistry\t-",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\tregistry\t",
                "id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\tregistry\t05"
            })
    void whatIsNotTheTextOfAFactIsRefused(String text) {
        assertThatThrownBy(() -> FactText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fact");
    }

    /** That a refusal above is not one of everything. */
    @Test
    void theLikeWithNothingWrongIsAFact() {
        assertThat(FactText.parse("id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t\\u0085\tregistry\t-5"))
                .isEqualTo(new Fact("id", 5, "w-1", "", FactType.JOINED, Effect.NONE, "\u0085", "registry", -5L));
    }

    @Test
    void aReasonThatIsTooLongIsRefusedInsteadOfShortened() {
        assertThatThrownBy(() ->
                        FactText.parse("id\t5\tw-1\t\tJOINED\t0\t0\t0\t0\t0\t" + "x".repeat(513) + "\tregistry\t-"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not as we write a fact");
    }
}
