package dev.equipoise.gateway;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What stands between the fleet and the policy, the same for all services. Zero or nothing switches a guard off.
 *
 * @param outlierEjection takes workers out that fail where others do not
 * @param slowStart lets newcomers into their share by and by
 * @param concurrencyLimit no more requests in flight than a worker says it serves at once
 * @param adaptiveConcurrencyLimit no more requests in flight than its latency says it bears
 * @param zonePreference keeps traffic in the gateway's own zone
 * @param subsetting shows each gateway only a part of a large fleet
 */
@Validated
@ConfigurationProperties("equipoise.guards")
public record GuardsProperties(
        @DefaultValue @Valid OutlierEjection outlierEjection,
        @DefaultValue @Valid SlowStart slowStart,
        @DefaultValue @Valid ConcurrencyLimit concurrencyLimit,
        @DefaultValue AdaptiveConcurrencyLimit adaptiveConcurrencyLimit,
        @DefaultValue ZonePreference zonePreference,
        @DefaultValue @Valid Subsetting subsetting) {

    /**
     * @param failuresInARow that eject; 0 for never
     * @param interval between two looks at success rates and latencies
     * @param base how long a first ejection lasts
     * @param longest how long any ejection lasts at most
     * @param share of the fleet that may be out at once
     * @param deviations below the mean success rate, in standard deviations, that eject; 0 for never
     * @param leastRequests in an interval for a success rate that counts
     * @param leastWorkers with such a rate for a comparison
     * @param latencyFactor times the median latency that ejects; 0 for never
     * @param panicShare of the fleet that stands out for nobody to be out
     */
    public record OutlierEjection(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("5") @Min(0) int failuresInARow,
            @DefaultValue("10s") @DurationMin(millis = 1) Duration interval,
            @DefaultValue("30s") @DurationMin(millis = 1) Duration base,
            @DefaultValue("5m") @DurationMin(millis = 1) Duration longest,

            @DefaultValue("0.1") @DecimalMin("0") @DecimalMax("1")
            double share,

            @DefaultValue("1.9") @DecimalMin("0") double deviations,
            @DefaultValue("100") @Min(1) int leastRequests,
            @DefaultValue("5") @Min(2) int leastWorkers,
            @DefaultValue("0") @DecimalMin("0") double latencyFactor,

            @DefaultValue("0.5") @DecimalMin(value = "0", inclusive = false) @DecimalMax("1")
            double panicShare) {}

    /** @param window how long a worker is new; 0 switches it off */
    public record SlowStart(
            @DefaultValue("30s") @DurationMin(nanos = 0) Duration window) {}

    /** @param factor times the number of requests a worker declared to serve at once; 0 switches it off */
    public record ConcurrencyLimit(
            @DefaultValue("0") @DecimalMin("0") double factor) {}

    public record AdaptiveConcurrencyLimit(
            @DefaultValue("false") boolean enabled) {}

    /** @param zone where this gateway runs; empty switches it off */
    public record ZonePreference(@DefaultValue("") String zone) {}

    /**
     * @param size workers this gateway sees, at least 2; 0 for all
     * @param name of this gateway, different for each; empty for host name and port
     */
    public record Subsetting(
            @DefaultValue("0") @Min(0) int size,
            @DefaultValue("") String name) {}
}
