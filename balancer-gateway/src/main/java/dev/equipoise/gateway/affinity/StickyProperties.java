package dev.equipoise.gateway.affinity;

import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Of all sticky sessions; which services have some says {@code equipoise.services.<name>.sticky}.
 *
 * @param secretFile lines of at least 32 characters: the first seals sessions, all open them; the same on all gateways. Where missing, sessions
 *     end with this gateway and no other knows them
 * @param idle how long a session lasts without a request
 * @param longest how long it lasts at most
 * @param secure whether clients are to send the cookie over TLS alone
 */
@Validated
@ConfigurationProperties("equipoise.gateway.sticky")
record StickyProperties(
        @Nullable Path secretFile,
        @DefaultValue("1h") @DurationMin(seconds = 1) Duration idle,
        @DefaultValue("12h") @DurationMin(seconds = 1) Duration longest,
        @DefaultValue("false") boolean secure) {}
