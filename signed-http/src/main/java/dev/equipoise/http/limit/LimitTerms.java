package dev.equipoise.http.limit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be refused to a source, as it stands in the configuration of a service. A source is an IPv4 address or a /64 of IPv6.
 *
 * @param refusals so many within {@code window}, and the source is limited
 * @param blockAfter so many within {@code blockWindow}, and the source is blocked; not fewer than {@code refusals}
 * @param block how long the first block lasts; each further one twice as long
 * @param longestBlock no block lasts longer, and after so long without one the next is as short as the first
 * @param costlyInterval how often a limited source may have a signature verified that costs much to verify
 * @param sources remembered at a time
 * @param exempt networks that are never limited, in CIDR notation: proxies behind which many stand
 */
public record LimitTerms(
        @DefaultValue("10") @Min(1) @Max(1000) int refusals,
        @DefaultValue("1m") @NotNull Duration window,
        @DefaultValue("50") @Min(1) @Max(1000) int blockAfter,
        @DefaultValue("10m") @NotNull Duration blockWindow,
        @DefaultValue("10m") @NotNull Duration block,
        @DefaultValue("24h") @NotNull Duration longestBlock,
        @DefaultValue("1s") @NotNull Duration costlyInterval,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int sources,
        @DefaultValue List<String> exempt) {

    /** @throws IllegalArgumentException with a sentence if the numbers contradict each other */
    public LimitTerms {
        exempt = List.copyOf(exempt);
        if (blockAfter < refusals || block.compareTo(longestBlock) > 0) {
            throw new IllegalArgumentException(
                    "limit: block-after must not be less than refusals, nor longest-block shorter than block");
        }
    }
}
