package dev.equipoise.registry;

import dev.equipoise.http.limit.LimitTerms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param heartbeat how often workers renew their lease
 * @param lease a worker unheard for this long is out; at least two heartbeats
 * @param sessionRotation how long a session key lives before the worker has to register anew; by default an hour
 * @param callWorkers whether workers are called before they get requests and before they are out; false where the registry
 *     cannot reach them
 * @param sweepInterval how often ended leases are looked for
 * @param maxWorkers registered at the same time
 * @param maxChanges kept in the change log; a gateway further behind takes a new snapshot
 * @param limit how much may be refused to an address
 * @param operatorTokenFile one line of at least 32 characters, which operators show as a bearer token; where missing,
 *     nobody is an operator
 * @param publicUrl where workers reach this registry; where missing, the address they called is right
 */
@Validated
@ConfigurationProperties("equipoise.registry")
public record RegistryProperties(
        @DefaultValue("5s") @NotNull Duration heartbeat,
        @DefaultValue("15s") @NotNull Duration lease,
        @Nullable Duration sessionRotation,
        @DefaultValue("true") boolean callWorkers,
        @DefaultValue("500ms") @NotNull Duration sweepInterval,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxWorkers,
        @DefaultValue("10000") @Min(100) @Max(10_000_000) int maxChanges,
        @DefaultValue @Valid LimitTerms limit,
        @Nullable Path operatorTokenFile,
        @Nullable URI publicUrl) {}
