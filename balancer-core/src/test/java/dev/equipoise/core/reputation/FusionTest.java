package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.equipoise.core.reputation.Fusion.Accusation;
import dev.equipoise.core.reputation.Fusion.Opinion;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {

    private static final int WORKERS = 10;

    @Test
    void whoFailsMuchMoreThanTheOthersIsAccused() {
        Opinion opinion = of(report("g1", 200, 20), report("g2", 300, 30), report("g3", 200, 0));

        Accusation accusation = opinion.accusations().get(0);
        assertThat(opinion.accusations()).hasSize(1);
        assertThat(accusation.worker()).isEqualTo("w0");
        assertThat(accusation.type()).isEqualTo(FactType.OUTLIER);
        assertThat(accusation.alone()).isFalse();
        assertThat(accusation.why()).contains("2 of 3 gateways agree", "5.0 % would stand out");
        assertThat(opinion.commonCause()).isFalse();
        assertThat(opinion.ratios()).hasSize(WORKERS);
    }

    /** Failure ratios, with the prior of one in twenty: 0.005, 0.06 and 0.9. */
    @Test
    void theRatioIsTheLowerMedianByVoice() {
        Sight low = new Sight("w", 180, 0, 0, 0);
        Sight middle = new Sight("w", 180, 11, 0, 0);
        Sight high = new Sight("w", 180, 179, 0, 0);

        assertThat(ratio(one("a", 0, low), one("b", 0, middle), one("c", 0, high)))
                .isEqualTo(12 / 200.0);
        assertThat(ratio(one("a", 0, low), one("c", 0, high)))
                .as("of two, the lower")
                .isEqualTo(1 / 200.0);
        assertThat(ratio(one("a", 0, low), one("b", 0, middle), one("c", 0, new Sight("w", 900, 899, 0, 0))))
                .as("who saw more has more voice")
                .isEqualTo(900 / 920.0);
        assertThat(ratio(one("a", 0, low), one("b", 8, middle), one("c", 8, high)))
                .as("who is unwell has less")
                .isEqualTo(1 / 200.0);
        Opinion distrusted = Fusion.of(
                List.of(one("a", 0, low), one("b", 0, middle), one("c", 0, high)),
                gateway -> gateway.equals("c") ? 1 : 0.1);
        assertThat(distrusted.ratios().get("w")).as("who is trusted has more").isEqualTo(180 / 200.0);
    }

    @Test
    void noVoiceCountsForMoreThanAThousandRequests() {
        assertThat(ratio(
                        one("a", 0, new Sight("w", 600, 0, 0, 0)),
                        one("b", 0, new Sight("w", 600, 0, 0, 0)),
                        one("c", 0, new Sight("w", 1_000_000, 1_000_000, 0, 0))))
                .isEqualTo(1 / 620.0);
    }

    private static double ratio(GatewayReport... reports) {
        return of(reports).ratios().get("w");
    }

    @Test
    void lessThanAHundredRequestsTellNothing() {
        Sight few = new Sight("w", 49, 49, 0, 0);
        assertThat(of(one("a", 0, few), one("b", 0, few)).ratios()).isEmpty();
        assertThat(of(report("g1", 49, 49), report("g2", 49, 49)).accusations()).isEmpty();
        assertThat(of(report("g1", 50, 50), report("g2", 50, 50)).accusations()).hasSize(1);
    }

    @Test
    void nothingIsSaidOfNothing() {
        assertThat(of()).isEqualTo(new Opinion(List.of(), Map.of(), 0.05, false));
    }

    @Test
    void fiveInAHundredNeverStandOut() {
        assertThat(of(report("g1", 1_000, 50), report("g2", 1_000, 50)).accusations())
                .isEmpty();
        assertThat(of(report("g1", 1_000, 55), report("g2", 1_000, 55)).accusations())
                .hasSize(1);
    }

    @Test
    void oneGatewayAloneAccusesAndSaysSo() {
        assertThat(of(report("g1", 200, 50)).accusations()).singleElement().matches(Accusation::alone);
        GatewayReport same = report("g1", 200, 50);
        assertThat(of(same, same).accusations())
                .as("the same report twice is one gateway")
                .singleElement()
                .matches(Accusation::alone);
    }

    @Test
    void refusalsAndBrokenFramingNeedTwoWitnesses() {
        Sight refused = new Sight("w3", 0, 0, 1, 0);
        Sight broken = new Sight("w4", 10, 1, 0, 1);
        GatewayReport first = with(report("g1", 200, 0), refused, broken);
        GatewayReport second = with(report("g2", 200, 0), refused, broken);

        assertThat(of(first, report("g2", 200, 0)).accusations()).isEmpty();
        assertThat(of(first, second, report("g3", 200, 0)).accusations())
                .extracting(accusation -> accusation.worker() + " " + accusation.type() + " " + accusation.why())
                .containsExactlyInAnyOrder(
                        "w3 LIED_UP 2 of 3 gateways were refused",
                        "w4 FRAMING 2 of 3 gateways got answers that are no HTTP");
    }

    @Test
    void oneWitnessCannotSpeakTwice() {
        Sight refused = new Sight("w3", 0, 0, 1, 0);
        Sight broken = new Sight("w3", 10, 1, 1, 1);
        assertThat(of(with(report("g1", 200, 0), refused, broken, broken), report("g2", 200, 0))
                        .accusations())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} of ten")
    @ValueSource(ints = {1, 3, 4, 10})
    void whenManyStandOutNobodyIsAccused(int many) {
        GatewayReport[] failing = {failing("g1", many, 200, 100), failing("g2", many, 200, 100)};
        GatewayReport[] refusing = {refusing("g1", many), refusing("g2", many)};

        assertThat(of(failing).commonCause()).isEqualTo(many == 4);
        assertThat(of(failing).accusations())
                .as("when all fail alike, none stands out")
                .hasSize(many > 3 ? 0 : many);
        assertThat(of(refusing).commonCause()).isEqualTo(many > 3);
        assertThat(of(refusing).accusations()).hasSize(many > 3 ? 0 : many);
    }

    @Test
    void aCommonCauseOfOneKindExcusesNoOther() {
        Sight broken = new Sight("w9", 200, 0, 0, 1);
        assertThat(of(with(refusing("g1", 5), broken), with(refusing("g2", 5), broken))
                        .accusations())
                .extracting(Accusation::type)
                .containsExactly(FactType.FRAMING);
    }

    @Test
    void aSickGatewayConvictsNobody() {
        GatewayReport sick = failing("sick", WORKERS, 1_000, 990);
        Opinion opinion = of(sick, report("g2", 200, 0), report("g3", 200, 0));
        assertThat(opinion.accusations()).isEmpty();
        GatewayReport picky = failing("sick", 2, 1_000, 990);
        assertThat(of(picky, report("g2", 200, 0), report("g3", 200, 0)).accusations())
                .isEmpty();
    }

    @Test
    void p12WhatOneOfThreeSaysAccusesNobodyWhomNoOtherAccuses() {
        AtomicInteger accused = new AtomicInteger();
        Cases.play("P12", 12, random -> {
            double fails = random.nextInt(3) == 0 ? random.nextDouble(0.3) : 0.01;
            GatewayReport honest = honest(random, "g1", random.nextInt(20, 600), fails);
            GatewayReport other = honest(random, "g3", random.nextInt(20, 600), fails);
            GatewayReport liar = lying(random, "g2");

            Set<String> suspects = new HashSet<>();
            addOutliers(suspects, honest);
            addOutliers(suspects, other);
            List<GatewayReport> reports = new ArrayList<>(List.of(honest, other, liar));
            Collections.shuffle(reports, new Random(random.nextLong()));
            for (Accusation accusation : Fusion.of(reports, gateway -> 1).accusations()) {
                accused.incrementAndGet();
                if (!suspects.contains(accusation.worker() + accusation.type())) {
                    throw new AssertionError(accusation + " by " + liar + "; " + honest + "; " + other);
                }
            }
        });
        assertThat(accused.get()).as("accusations that the liar could join").isPositive();
    }

    /** Who stands out to this gateway alone, by the formula of the model. */
    private static void addOutliers(Set<String> suspects, GatewayReport report) {
        List<Sight> seen =
                report.sights().stream().filter(sight -> sight.requests() >= 20).toList();
        double[] ratios =
                seen.stream().mapToDouble(FusionTest::smoothed).sorted().toArray();
        if (ratios.length == 0) {
            return;
        }
        double median = ratios[(ratios.length - 1) / 2];
        double[] away = seen.stream()
                .mapToDouble(s -> Math.abs(smoothed(s) - median))
                .sorted()
                .toArray();
        double limit = Math.max(0.05, median + 3 * away[(away.length - 1) / 2]);
        for (Sight sight : seen) {
            if (smoothed(sight) > limit) {
                suspects.add(sight.worker() + FactType.OUTLIER);
            }
        }
    }

    private static double smoothed(Sight sight) {
        return (sight.failures() + 1.0) / (sight.requests() + 20.0);
    }

    @Test
    void p12ALiarAccusesNobodyOfAHealthyFleet() {
        Cases.play("P12, healthy", 1012, random -> {
            GatewayReport liar = lying(random, "g2");
            Opinion opinion = Fusion.of(
                    List.of(
                            honest(random, "g1", random.nextInt(1_500), 0),
                            liar,
                            honest(random, "g3", random.nextInt(1_500), 0)),
                    gateway -> 1);
            assertThat(opinion.accusations()).isEmpty();
        });
    }

    @Test
    void aLiarThatInventsWorkersHidesNoCommonCause() {
        List<Sight> invented = IntStream.range(0, 1_000)
                .mapToObj(i -> new Sight("x" + i, 1_000, 0, 0, 0))
                .toList();
        GatewayReport liar = new GatewayReport("liar", 1, 0, invented);
        assertThat(of(refusing("g1", 5), refusing("g2", 5), liar).accusations()).isEmpty();
        assertThat(of(failing("g1", 4, 200, 100), failing("g2", 4, 200, 100), liar)
                        .accusations())
                .isEmpty();
    }

    private static GatewayReport honest(SplittableRandom random, String gateway, int requests, double fails) {
        List<Sight> sights = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            double expected = requests * fails;
            double drawn = expected + random.nextGaussian() * Math.sqrt(expected * (1 - fails));
            int failures = (int) Math.max(0, Math.min(requests, Math.round(drawn)));
            sights.add(new Sight("w" + i, requests, failures, 0, 0));
        }
        return new GatewayReport(gateway, 1, 0, sights);
    }

    /** Any numbers of any workers, some of them twice, some that there are not. */
    private static GatewayReport lying(SplittableRandom random, String gateway) {
        int[] round = {0, 1, 19, 20, 100, 1_000, Integer.MAX_VALUE};
        List<Sight> sights = new ArrayList<>();
        boolean framesOne = random.nextBoolean();
        for (int i = random.nextInt(30); i > 0; i--) {
            int requests = round[random.nextInt(round.length)];
            int failures = random.nextInt(3) == 0 ? requests : random.nextInt(10) == 0 ? requests / 2 : 0;
            int odd = random.nextInt(3);
            sights.add(new Sight("w" + random.nextInt(WORKERS + 3), requests, failures, odd, odd));
        }
        if (framesOne) {
            for (int i = 0; i < WORKERS; i++) {
                sights.add(new Sight("w" + i, 1_000, i == 0 ? 1_000 : 0, 0, 0));
            }
        }
        return new GatewayReport(gateway, 1, random.nextInt(-3, 12), sights);
    }

    private static Opinion of(GatewayReport... reports) {
        return Fusion.of(List.of(reports), gateway -> 1);
    }

    private static GatewayReport one(String gateway, int strain, Sight sight) {
        return new GatewayReport(gateway, 1, strain, List.of(sight));
    }

    /** Of ten workers with so many requests each; so many of those of w0 failed. */
    private static GatewayReport report(String gateway, int requests, int failures) {
        return failing(gateway, 1, requests, failures);
    }

    private static GatewayReport failing(String gateway, int workers, int requests, int failures) {
        return new GatewayReport(
                gateway,
                1,
                0,
                IntStream.range(0, WORKERS)
                        .mapToObj(i -> new Sight("w" + i, requests, i < workers ? failures : 0, 0, 0))
                        .toList());
    }

    private static GatewayReport refusing(String gateway, int workers) {
        return new GatewayReport(
                gateway,
                1,
                0,
                IntStream.range(0, WORKERS)
                        .mapToObj(i -> new Sight("w" + i, 200, 0, i < workers ? 3 : 0, 0))
                        .toList());
    }

    private static GatewayReport with(GatewayReport report, Sight... more) {
        List<Sight> sights = new ArrayList<>(report.sights());
        sights.addAll(List.of(more));
        return new GatewayReport(report.gateway(), report.interval(), report.strain(), sights);
    }

    @Test
    void strainIsBoundedAndCountsAreChecked() {
        assertThat(one("a", -1, new Sight("w", 1, 1, 0, 0)).strain()).isZero();
        assertThat(one("a", 99, new Sight("w", 1, 1, 0, 0)).strain()).isEqualTo(8);
        assertThatIllegalArgumentException().isThrownBy(() -> new Sight("w", 1, 2, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sight("w", 1, 1, -1, 0));
        assertThat(of(one("a", 0, new Sight("w", 100, 0, 0, 0))).ratios().get("w"))
                .isCloseTo(1 / 120.0, Offset.offset(1e-12));
    }
}
