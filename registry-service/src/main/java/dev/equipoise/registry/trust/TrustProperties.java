package dev.equipoise.registry.trust;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The keys an operator enrolled. Without any, nobody can register. */
@Validated
@ConfigurationProperties("equipoise.trust")
public record TrustProperties(@DefaultValue List<@Valid Key> keys) {

    /**
     * One key; exactly one of the two files is given.
     *
     * @param id the key id of signatures
     * @param hmacFile file with the secret: one line of base64, at least 32 bytes
     * @param ed25519File file with the public key: PEM
     * @param workerIds ids the key may speak for: exact, or a prefix and {@code *}
     * @param services service types it may register; {@code *} for all
     * @param networks where its workers may live, in CIDR notation
     */
    public record Key(
            @NotEmpty String id,
            @Nullable Path hmacFile,
            @Nullable Path ed25519File,
            @NotEmpty List<String> workerIds,
            @NotEmpty Set<String> services,
            @NotEmpty List<String> networks) {}
}
