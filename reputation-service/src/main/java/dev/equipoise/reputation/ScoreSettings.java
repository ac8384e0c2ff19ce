package dev.equipoise.reputation;

import dev.equipoise.core.reputation.ScoreTerms;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@link ScoreTerms} as they stand in the configuration. */
record ScoreSettings(
        @DefaultValue("7d") @NotNull Duration provenUp,
        @DefaultValue("28d") @NotNull Duration provenDown,
        @DefaultValue("24h") @NotNull Duration behaviourUp,
        @DefaultValue("96h") @NotNull Duration behaviourDown,
        @DefaultValue("30d") @NotNull Duration credit,
        @DefaultValue("30m") @NotNull Duration debt,
        @DefaultValue("15m") @NotNull Duration flap,
        @DefaultValue("30") double mostCredit,
        @DefaultValue("3000") double suppress,
        @DefaultValue("750") double reuse,
        @DefaultValue("60m") @NotNull Duration longestSuppression) {

    /** @throws IllegalArgumentException with a sentence if the numbers do not fit together */
    ScoreTerms terms() {
        return new ScoreTerms(
                provenUp,
                provenDown,
                behaviourUp,
                behaviourDown,
                credit,
                debt,
                flap,
                mostCredit,
                suppress,
                reuse,
                longestSuppression);
    }
}
