package dev.equipoise.starter;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an application becomes a worker. The first three properties are enough.
 *
 * @param registryUrl base URL of the registry or of a gateway, or a full URL that ends in {@code /register-worker};
 *     several, separated by commas, are tried in turn. Empty: the application is no worker
 * @param key path of the enrolled key's file: {@code .pem} is an Ed25519 private key, all else an HMAC secret in base64
 * @param service what the worker serves; several are separated by commas
 * @param enabled whether to register at all; by default if {@code registry-url} is set
 * @param keyId id of the enrolled key; the file's name without its extension by default
 * @param id unique in the fleet and stable over restarts; by default the application's name (or else the service), the
 *     address and the port, such as {@code shop-10-0-0-3-8080}
 * @param address where gateways reach the worker, {@code http://ip:port}; by default the address from which this machine
 *     reaches the registry and the port of the web server
 * @param zone where it runs; gateways prefer workers of their own zone
 * @param region like zone, wider
 * @param role a role it is confined to
 * @param weight share of the traffic, relative to others
 * @param capacity what it can carry
 * @param healthPath what the registry calls before it sends requests, and before it takes the worker out: a path that
 *     answers 2xx while the worker is well; empty: that it accepts connections is enough
 * @param heartbeats over single requests ({@code http}) or over one connection that stays open ({@code websocket}), whose
 *     end tells the registry early that the worker may be dead
 * @param metadata anything else worth knowing, up to 32 entries
 * @param drainQuiet at the end: serve on until no request has arrived for this long
 * @param drainLimit at the end: but no longer than this
 */
@ConfigurationProperties("equipoise.worker")
public record WorkerProperties(
        @DefaultValue List<URI> registryUrl,
        @Nullable String key,
        @DefaultValue("default") Set<String> service,
        @Nullable Boolean enabled,
        @Nullable String keyId,
        @Nullable String id,
        @Nullable URI address,
        @DefaultValue("") String zone,
        @DefaultValue("") String region,
        @DefaultValue("") String role,
        @DefaultValue("1") double weight,
        @DefaultValue CapacityProperties capacity,
        @DefaultValue("") String healthPath,
        @DefaultValue("http") HeartbeatsOver heartbeats,
        @DefaultValue Map<String, String> metadata,
        @DefaultValue("500ms") Duration drainQuiet,
        @DefaultValue("3s") Duration drainLimit) {

    public WorkerProperties {
        registryUrl = List.copyOf(registryUrl);
        service = Set.copyOf(service);
        metadata = Map.copyOf(metadata);
        if (drainQuiet.isNegative() || drainLimit.isNegative()) {
            throw new IllegalArgumentException("drain-quiet and drain-limit are never negative");
        }
    }

    /**
     * What the worker can carry.
     *
     * @param maxConnections requests it serves at the same time; 0 where it does not say
     * @param maxBandwidthMbps megabits per second; 0 where it does not say
     * @param cores processors; 0 where it does not say
     * @param memoryMb mebibytes of memory; 0 where it does not say
     */
    public record CapacityProperties(
            @DefaultValue("0") int maxConnections,
            @DefaultValue("0") int maxBandwidthMbps,
            @DefaultValue("0") int cores,
            @DefaultValue("0") int memoryMb) {}

    /** How heartbeats travel. */
    public enum HeartbeatsOver {
        HTTP,
        WEBSOCKET
    }

    /** What this worker claims of itself under an id and at an address. */
    Claims claims(String id, URI address) {
        return new Claims(
                id,
                address,
                service,
                zone,
                region,
                role,
                new Capacity(
                        capacity.maxConnections(), capacity.maxBandwidthMbps(), capacity.cores(), capacity.memoryMb()),
                weight,
                healthPath,
                metadata);
    }

    static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
