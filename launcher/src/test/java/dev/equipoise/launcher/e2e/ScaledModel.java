package dev.equipoise.launcher.e2e;

import dev.equipoise.core.reputation.ScoreTerms;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers of reputation by which the way there and back fits into a test. Who judges, and at which scores and restlessness, is
 * the default.
 *
 * @param terms how scores age
 * @param more what else is not the default, as in the environment behind {@code EQUIPOISE_REPUTATION_}
 */
record ScaledModel(ScoreTerms terms, Map<String, String> more) {

    private static final String PREFIX = "EQUIPOISE_REPUTATION_";

    /** Facts weigh more and fade within a minute; restlessness is the default. */
    static final ScaledModel QUICK = new ScaledModel(
            terms(Duration.ofSeconds(30), ScoreTerms.DEFAULT.flap()),
            Map.of(
                    "TRUST_LEASTQUARANTINE", "2s",
                    "TRUST_PROBATION", "5s",
                    "WEIGHTS_OUTLIER_BEHAVIOUR", "25",
                    "WEIGHTS_FRAMING_PROVEN", "31"));

    /** Restlessness halves within this time and not within 15 minutes; its bounds keep their proportions. */
    ScaledModel calmingIn(Duration halfLife) {
        return new ScaledModel(terms(terms.behaviourUp(), halfLife), more);
    }

    ScaledModel with(String name, String value) {
        Map<String, String> all = new HashMap<>(more);
        all.put(name, value);
        return new ScaledModel(terms, all);
    }

    private static ScoreTerms terms(Duration fading, Duration flap) {
        ScoreTerms usual = ScoreTerms.DEFAULT;
        long halfLives = usual.longestSuppression().dividedBy(usual.flap());
        return new ScoreTerms(
                fading,
                fading.multipliedBy(4),
                fading,
                fading.multipliedBy(4),
                usual.credit(),
                Duration.ofSeconds(10),
                flap,
                usual.mostCredit(),
                usual.suppress(),
                usual.reuse(),
                flap.multipliedBy(halfLives));
    }

    /** As services are told. */
    Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        more.forEach((name, value) -> all.put(PREFIX + name, value));
        Map.of(
                        "PROVENUP", terms.provenUp(),
                        "PROVENDOWN", terms.provenDown(),
                        "BEHAVIOURUP", terms.behaviourUp(),
                        "BEHAVIOURDOWN", terms.behaviourDown(),
                        "DEBT", terms.debt(),
                        "FLAP", terms.flap(),
                        "LONGESTSUPPRESSION", terms.longestSuppression())
                .forEach((name, time) -> all.put(PREFIX + "SCORE_" + name, time.toMillis() + "ms"));
        return all;
    }
}
