package dev.equipoise.http.trust;

import dev.equipoise.core.registration.KeyRole;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The keys an operator enrolled, and where others come from. Without any, nobody can register.
 *
 * @param keys read at the start
 * @param directory of key files, watched; null for none
 * @param refreshInterval how often directory and store are looked at; at most 4 s, so that a revocation holds within 5 s
 * @param maxEnrolled keys enrolled at run time at the same time
 */
@Validated
@ConfigurationProperties("equipoise.trust")
public record TrustProperties(
        @DefaultValue List<@Valid Key> keys,
        @Nullable Path directory,
        @DefaultValue("2s") @NotNull Duration refreshInterval,
        @DefaultValue("10000") @Min(1) @Max(100_000) int maxEnrolled) {

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(4);

    /** @throws IllegalArgumentException with a sentence if the interval is out of range */
    public TrustProperties {
        if (refreshInterval.toMillis() < 1 || refreshInterval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("equipoise.trust.refresh-interval must be more than 0 and at most "
                    + LONGEST_INTERVAL.toSeconds() + " s.");
        }
    }

    /**
     * One key; exactly one of the two files is given.
     *
     * @param id the key id of signatures
     * @param hmacFile file with the secret: one line of base64, at least 32 bytes
     * @param ed25519File file with the public key: PEM
     * @param owner who answers for it
     * @param notBefore when its time begins; null if it has always been
     * @param notAfter when its time ends; null for never
     * @param role what its holder is
     * @param workerIds ids the key may speak for: exact, or a prefix and {@code *}
     * @param services service types it may register; {@code *} for all
     * @param networks where its workers may live, in CIDR notation
     */
    public record Key(
            @NotEmpty String id,
            @Nullable Path hmacFile,
            @Nullable Path ed25519File,
            @DefaultValue("") String owner,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter,
            @DefaultValue("worker") @NotEmpty Set<KeyRole> role,
            @DefaultValue List<String> workerIds,
            @DefaultValue Set<String> services,
            @DefaultValue List<String> networks) {}
}
