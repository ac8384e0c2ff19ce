package dev.equipoise.console;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the console looks at.
 *
 * @param registries base URLs; the first that answers is asked
 * @param reputations base URLs; the first that answers is asked
 * @param gateways base URLs of their management ports; all are asked, and all that stand behind one name
 * @param operatorTokenFile what gateways, registries and reputation services want to be shown; without it the page shows no
 *     policies and nobody can do anything
 * @param interval between two looks; at least 250 ms
 * @param silence a registry whose stream of changes says nothing for so long is taken for gone; more than its
 *     {@code equipoise.registry.events.keep-alive}, at least a second
 * @param events kept
 * @param history how far back the charts go, at two seconds a point; at most a day
 * @param maxSubscribers browsers that watch at the same time; each holds a connection and a thread
 * @param workersShown at most, those in trouble first
 */
@Validated
@ConfigurationProperties("equipoise.console")
public record ConsoleProperties(
        @DefaultValue("http://127.0.0.1:8081") @NotNull @Size(max = 16)
        List<URI> registries,

        @DefaultValue("http://127.0.0.1:8082") @NotNull @Size(max = 16)
        List<URI> reputations,

        @DefaultValue("http://127.0.0.1:8090") @NotNull @Size(max = 64)
        List<URI> gateways,

        @Nullable Path operatorTokenFile,
        @DefaultValue("1s") @NotNull Duration interval,
        @DefaultValue("45s") @NotNull Duration silence,
        @DefaultValue("200") @Min(1) @Max(10_000) int events,
        @DefaultValue("10m") @NotNull Duration history,
        @DefaultValue("32") @Min(1) @Max(1000) int maxSubscribers,
        @DefaultValue("200") @Min(1) @Max(10_000) int workersShown) {

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofDays(1);

    public ConsoleProperties {
        registries = List.copyOf(registries);
        reputations = List.copyOf(reputations);
        gateways = List.copyOf(gateways);
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("equipoise.console.interval must be at least 250ms");
        }
        if (silence.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("equipoise.console.silence must be at least 1s");
        }
        if (history.compareTo(Duration.ofMinutes(1)) < 0 || history.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("equipoise.console.history must be from 1m to 24h");
        }
    }
}
