package dev.equipoise.registry.registration;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of a registration; id and address are required. */
record RegistrationBody(
        @Nullable String id,
        @Nullable String address,
        @Nullable List<@Nullable String> services,
        @Nullable String zone,
        @Nullable String region,
        @Nullable String role,
        @Nullable CapacityBody capacity,
        @Nullable Double weight,
        @Nullable String healthPath,
        @Nullable String replaces,
        @Nullable Map<String, @Nullable String> metadata) {

    private static final Pattern LEASE_ID = Pattern.compile("[A-Za-z0-9_-]{0,64}");

    record CapacityBody(
            @Nullable Integer maxConnections,
            @Nullable Integer maxBandwidthMbps,
            @Nullable Integer cores,
            @Nullable Integer memoryMb) {}

    /** @throws RefusedException with INVALID_FIELD if a field is missing or cannot be */
    Claims claims() {
        return new Claims(
                required(id, "id"),
                uri(required(address, "address")),
                services == null ? Set.of(Worker.DEFAULT_SERVICE) : withoutNulls(services),
                orEmpty(zone),
                orEmpty(region),
                orEmpty(role),
                capacityOf(capacity),
                weight == null ? 1 : weight,
                orEmpty(healthPath),
                metadataOf(metadata));
    }

    /** The lease it gives up with this registration; empty if it does not move. */
    String replacedLease() {
        String lease = orEmpty(replaces);
        if (!LEASE_ID.matcher(lease).matches()) {
            throw invalid("The field replaces must be: the id of the lease held so far.");
        }
        return lease;
    }

    private static Capacity capacityOf(@Nullable CapacityBody body) {
        if (body == null) {
            return Capacity.UNDECLARED;
        }
        return new Capacity(
                count(body.maxConnections()),
                count(body.maxBandwidthMbps()),
                count(body.cores()),
                count(body.memoryMb()));
    }

    private static int count(@Nullable Integer declared) {
        int count = declared == null ? 0 : declared;
        if (count < 0) {
            throw invalid("The field capacity must be: numbers that are not negative.");
        }
        return count;
    }

    private static Map<String, String> metadataOf(@Nullable Map<String, @Nullable String> metadata) {
        if (metadata == null) {
            return Map.of();
        }
        if (metadata.containsValue(null)) {
            throw invalid("The field metadata must be: texts, none of them null.");
        }
        return Map.copyOf(metadata);
    }

    private static Set<String> withoutNulls(List<@Nullable String> services) {
        Set<String> names = new HashSet<>();
        for (String service : services) {
            names.add(required(service, "services"));
        }
        return names;
    }

    private static String required(@Nullable String value, String field) {
        if (value == null) {
            throw invalid("The field " + field + " is missing.");
        }
        return value;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw invalid("The field address must be: http://host:port or https://host:port.");
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Refusal.INVALID_FIELD, message);
    }
}
