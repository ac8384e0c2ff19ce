package dev.equipoise.reputation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When what gateways report becomes a fact.
 *
 * @param grace after the end of an interval of ten seconds, before its reports are fused
 * @param outlierCount in so many intervals a worker stands out
 * @param outlierWithin so long, and it is a fact
 * @param liedUpCount the same for refused connections
 * @param liedUpWithin the same for refused connections
 * @param aloneFloor below which the word of the only gateway brings no score, in points
 * @param provenGoodRequests which end probation when they went well
 */
record EvidenceSettings(
        @DefaultValue("5s") @NotNull Duration grace,
        @DefaultValue("3") @Min(1) @Max(100) int outlierCount,
        @DefaultValue("3m") @NotNull Duration outlierWithin,
        @DefaultValue("2") @Min(1) @Max(100) int liedUpCount,
        @DefaultValue("60s") @NotNull Duration liedUpWithin,
        @DefaultValue("-20") double aloneFloor,
        @DefaultValue("200") @Min(1) @Max(1_000_000) int provenGoodRequests) {}
