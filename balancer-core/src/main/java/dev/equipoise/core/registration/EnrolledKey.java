package dev.equipoise.core.registration;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * A key an operator enrolled, and what its holder may do with it.
 *
 * @param id the key id of signatures
 * @param key verifies them
 * @param workerIds the ids it may speak for: an exact id, or a prefix and {@code *}
 * @param services the service types it may register; {@code *} for all
 * @param networks where its workers may live
 */
public record EnrolledKey(
        String id, VerifyingKey key, List<String> workerIds, Set<String> services, List<Network> networks) {

    public EnrolledKey {
        workerIds = List.copyOf(workerIds);
        services = Set.copyOf(services);
        networks = List.copyOf(networks);
    }

    /** @throws RefusedException if this key may not register these claims */
    public void authorise(Claims claims) {
        authorise(claims.id());
        for (String service : claims.services()) {
            if (!services.contains(service) && !services.contains("*")) {
                throw new RefusedException(
                        Refusal.SERVICE_NOT_ALLOWED,
                        "The key " + id + " may not register the service " + service + ".");
            }
        }
        InetAddress ip = WorkerAddress.ip(claims.address().getHost());
        if (networks.stream().noneMatch(network -> network.contains(ip))) {
            throw new RefusedException(
                    Refusal.ADDRESS_NOT_ALLOWED,
                    "The key " + id + " may not register the address " + claims.address() + ": its networks are "
                            + networks + ".");
        }
    }

    /** @throws RefusedException if this key may not speak for this worker */
    public void authorise(String workerId) {
        if (workerIds.stream().noneMatch(pattern -> matches(pattern, workerId))) {
            throw new RefusedException(
                    Refusal.WORKER_NOT_ALLOWED, "The key " + id + " may not speak for the worker " + workerId + ".");
        }
    }

    private static boolean matches(String pattern, String workerId) {
        return pattern.endsWith("*")
                ? workerId.startsWith(pattern.substring(0, pattern.length() - 1))
                : workerId.equals(pattern);
    }
}
