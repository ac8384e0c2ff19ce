package dev.equipoise.core.registration;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the holder of a key may do, and who answers for it. Every instance holds: the constructor throws
 * {@link IllegalArgumentException} with a sentence that names the field.
 *
 * @param owner who answers for the key, at most 128 printable characters; empty where nobody said
 * @param workerIds the ids it may speak for, at most {@value #MOST}: an exact id, or a prefix and {@code *}
 * @param services the service types it may register, at most {@value #MOST}; {@code *} for all
 * @param networks where its workers may live, at most {@value #MOST}
 */
public record Grant(String owner, List<String> workerIds, Set<String> services, List<Network> networks) {

    /** The longest list of a grant. */
    public static final int MOST = 64;

    private static final Pattern OWNER = Pattern.compile("[^\\p{Cntrl}]{0,128}");
    private static final Pattern WORKER_IDS = Pattern.compile("\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,127}\\*?");
    private static final Pattern SERVICES = Pattern.compile("\\*|[a-z0-9][a-z0-9._-]{0,62}");

    public Grant {
        check(OWNER.matcher(owner).matches(), "the owner is text of at most 128 characters");
        workerIds = List.copyOf(workerIds);
        checkAll(WORKER_IDS, workerIds, "worker ids are exact, or a prefix and *");
        services = Set.copyOf(services);
        checkAll(SERVICES, services, "services are service types, or * for all");
        networks = List.copyOf(networks);
        check(networks.size() <= MOST, "at most " + MOST + " networks");
    }

    boolean speaksFor(String workerId) {
        return workerIds.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? workerId.startsWith(pattern.substring(0, pattern.length() - 1))
                        : workerId.equals(pattern));
    }

    boolean serves(String service) {
        return services.contains(service) || services.contains("*");
    }

    private static void checkAll(Pattern form, Collection<String> values, String rule) {
        check(
                values.size() <= MOST
                        && values.stream().allMatch(value -> form.matcher(value).matches()),
                rule + "; at most " + MOST);
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
