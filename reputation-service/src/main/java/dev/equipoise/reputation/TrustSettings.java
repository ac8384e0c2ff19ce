package dev.equipoise.reputation;

import dev.equipoise.core.reputation.TrustTerms;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@link TrustTerms} as they stand in the configuration. */
record TrustSettings(
        @DefaultValue("-1") double degradeAt,
        @DefaultValue("-30") double quarantineAt,
        @DefaultValue("-15") double releaseAt,
        @DefaultValue("5m") @NotNull Duration leastQuarantine,
        @DefaultValue("12h") @NotNull Duration longestQuarantine,
        @DefaultValue("-80") double banAt,
        @DefaultValue("60") double banProven,
        @DefaultValue("12h") @NotNull Duration leastBan,
        @DefaultValue("10m") @NotNull Duration probation) {

    /** @throws IllegalArgumentException with a sentence if the numbers do not fit together */
    TrustTerms terms() {
        return new TrustTerms(
                degradeAt,
                quarantineAt,
                releaseAt,
                leastQuarantine,
                longestQuarantine,
                banAt,
                banProven,
                leastBan,
                probation);
    }
}
