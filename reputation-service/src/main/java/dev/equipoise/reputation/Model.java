package dev.equipoise.reputation;

import dev.equipoise.core.detection.Threshold;
import dev.equipoise.core.registration.Network;
import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.ScoreTerms;
import dev.equipoise.core.reputation.TrustTerms;
import dev.equipoise.reputation.owner.OwnerTerms;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the model as configured, which fit together.
 *
 * @param score how scores age
 * @param trust when trust changes
 * @param owner when evidence counts
 */
record Model(ScoreTerms score, TrustTerms trust, OwnerTerms owner) {

    private static final String PREFIX = "equipoise.reputation.";

    /** What gateways measure is an opinion, and no restlessness of the worker either. */
    private static final Set<FactType> OPINIONS = Set.of(FactType.OUTLIER, FactType.LIED_UP);

    private static final Duration LONGEST_GRACE = Duration.ofSeconds(30);

    /** @throws InvalidSettingException with a sentence that names the property */
    static Model of(ReputationProperties properties) {
        ScoreTerms score = checked("score", () -> properties.score().terms());
        TrustTerms trust = checked("trust", () -> properties.trust().terms());
        EvidenceSettings evidence = properties.evidence();
        require(
                !evidence.grace().isNegative() && evidence.grace().compareTo(LONGEST_GRACE) <= 0,
                "evidence.grace",
                "it must be from 0 to " + LONGEST_GRACE.toSeconds() + " s");
        require(
                evidence.aloneFloor() > trust.quarantineAt() && evidence.aloneFloor() <= 0,
                "evidence.alone-floor",
                "one gateway alone must not bring anybody into quarantine: it must be above trust.quarantine-at, and at "
                        + "most 0");
        require(
                properties.exportRetention().compareTo(Duration.ofDays(1)) >= 0,
                "export-retention",
                "it must be a day at least");
        OwnerTerms owner = new OwnerTerms(
                weights(properties.weights()),
                checked(
                        "shared-networks",
                        () -> properties.sharedNetworks().stream()
                                .map(Network::parse)
                                .toList()),
                evidence.grace(),
                checked(
                        "evidence.outlier-within",
                        () -> new Threshold(evidence.outlierCount(), evidence.outlierWithin())),
                checked(
                        "evidence.lied-up-within",
                        () -> new Threshold(evidence.liedUpCount(), evidence.liedUpWithin())),
                evidence.aloneFloor(),
                evidence.provenGoodRequests(),
                properties.maxWorkers());
        return new Model(score, trust, owner);
    }

    private static FactWeights weights(Map<FactType, ReputationProperties.Weight> configured) {
        Map<FactType, Effect> weights = new EnumMap<>(FactType.class);
        configured.forEach((type, weight) -> {
            Effect usual = FactWeights.DEFAULT.of(type);
            String name = "weights." + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
            Effect effect = checked(
                    name,
                    () -> new Effect(
                            or(weight.proven(), usual.proven()),
                            or(weight.behaviour(), usual.behaviour()),
                            or(weight.credit(), usual.credit()),
                            or(weight.debt(), usual.debt()),
                            or(weight.flap(), usual.flap())));
            require(
                    !OPINIONS.contains(type) || effect.proven() == 0 && effect.flap() == 0,
                    name,
                    "what gateways measure proves nothing: it has behaviour only");
            weights.put(type, effect);
        });
        return new FactWeights(weights);
    }

    private static double or(@Nullable Double value, double usual) {
        return value == null ? usual : value;
    }

    private static <T> T checked(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidSettingException(PREFIX + name, e.getMessage() + ".");
        }
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new InvalidSettingException(PREFIX + name, rule + ".");
        }
    }
}
