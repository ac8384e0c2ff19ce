package dev.equipoise.core.registration;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of itself when it registers. Every instance holds: the constructor throws
 * {@link RefusedException} with {@link Refusal#INVALID_FIELD} and a sentence that names the field.
 *
 * @param id 1 to 128 of {@code A-Za-z0-9._-}, the first a letter or digit; not {@code events}, whose path is taken
 * @param address {@code http} or {@code https}, an IP address or {@code localhost}, a port, nothing else. Names are
 *     refused: what a name means could change after its network was checked
 * @param services 1 to 32 service types of 1 to 63 of {@code a-z0-9._-}
 * @param zone where it runs, at most 64 characters; empty where it does not say
 * @param region like zone
 * @param role like zone
 * @param weight in [{@value Worker#MIN_WEIGHT}, {@value Worker#MAX_WEIGHT}]
 * @param healthPath what the registry calls to see whether it is there: an absolute path of at most 256 characters that
 *     answers 2xx when it is; empty where accepting a connection is proof enough
 * @param metadata at most 32 entries, names up to 64 and values up to 256 characters
 */
public record Claims(
        String id,
        URI address,
        Set<String> services,
        String zone,
        String region,
        String role,
        Capacity capacity,
        double weight,
        String healthPath,
        Map<String, String> metadata) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final String RESERVED = "events";
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9/._~%-]{0,255})?");
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}]*");
    private static final int MAX_SERVICES = 32;
    private static final int MAX_METADATA = 32;
    private static final int MAX_PLACE = 64;
    private static final int MAX_VALUE = 256;

    public Claims {
        check(ID.matcher(id).matches(), "id", "1 to 128 of A-Z a-z 0-9 . _ -, the first a letter or digit");
        check(!id.equals(RESERVED), "id", "another name than events, which is the path of the event stream");
        address = WorkerAddress.normalised(address);
        services = Set.copyOf(services);
        check(!services.isEmpty() && services.size() <= MAX_SERVICES, "services", "1 to 32 service types");
        for (String service : services) {
            check(SERVICE.matcher(service).matches(), "services", "service types of 1 to 63 of a-z 0-9 . _ -");
        }
        checkText(zone, "zone", MAX_PLACE);
        checkText(region, "region", MAX_PLACE);
        checkText(role, "role", MAX_PLACE);
        check(
                weight >= Worker.MIN_WEIGHT && weight <= Worker.MAX_WEIGHT,
                "weight",
                "a number from " + Worker.MIN_WEIGHT + " to " + (int) Worker.MAX_WEIGHT);
        check(PATH.matcher(healthPath).matches(), "healthPath", "a path of at most 256 of A-Z a-z 0-9 / . _ ~ % -");
        metadata = Map.copyOf(metadata);
        check(metadata.size() <= MAX_METADATA, "metadata", "at most 32 entries");
        metadata.forEach((name, value) -> {
            checkText(name, "metadata", MAX_PLACE);
            checkText(value, "metadata", MAX_VALUE);
        });
    }

    /** Of a worker that proves to be there by accepting a connection. */
    public Claims(
            String id,
            URI address,
            Set<String> services,
            String zone,
            String region,
            String role,
            Capacity capacity,
            double weight,
            Map<String, String> metadata) {
        this(id, address, services, zone, region, role, capacity, weight, "", metadata);
    }

    private static void checkText(@Nullable String text, String field, int longest) {
        check(
                text != null
                        && text.length() <= longest
                        && PRINTABLE.matcher(text).matches(),
                field,
                "text of at most " + longest + " characters without control characters");
    }

    private static void check(boolean holds, String field, String rule) {
        if (!holds) {
            throw new RefusedException(Refusal.INVALID_FIELD, "The field " + field + " must be: " + rule + ".");
        }
    }
}
