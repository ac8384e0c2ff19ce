package dev.equipoise.reputation;

import dev.equipoise.core.reputation.FactType;
import dev.equipoise.http.limit.LimitTerms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param operatorTokenFile one line of at least 32 characters, which operators show as a bearer token; where missing,
 *     nobody is an operator
 * @param limit how much may be refused to an address
 * @param export directory the owner of the log writes all facts to; null for none
 * @param exportRetention how long its files are kept
 * @param sharedNetworks in CIDR notation: behind their addresses many stand, who are not linked by them
 * @param maxWorkers remembered at a time
 * @param score how scores age and where they end
 * @param trust when a worker's trust changes
 * @param evidence when what gateways report becomes a fact
 * @param weights what facts add where it is not the default, by type of fact
 */
@Validated
@ConfigurationProperties("equipoise.reputation")
record ReputationProperties(
        @Nullable Path operatorTokenFile,
        @DefaultValue @Valid LimitTerms limit,
        @Nullable Path export,
        @DefaultValue("90d") @NotNull Duration exportRetention,
        @DefaultValue List<String> sharedNetworks,
        @DefaultValue("100000") @Min(100) @Max(1_000_000) int maxWorkers,
        @DefaultValue @Valid ScoreSettings score,
        @DefaultValue @Valid TrustSettings trust,
        @DefaultValue @Valid EvidenceSettings evidence,
        @DefaultValue Map<FactType, Weight> weights) {

    /**
     * What a fact adds; a number that is missing is the default's.
     *
     * @param proven misbehaviour a message under the worker's own key proves, in points
     * @param behaviour what may be bad luck, in points
     * @param credit in points
     * @param debt in points
     * @param flap restlessness
     */
    record Weight(
            @Nullable Double proven,
            @Nullable Double behaviour,
            @Nullable Double credit,
            @Nullable Double debt,
            @Nullable Double flap) {}
}
