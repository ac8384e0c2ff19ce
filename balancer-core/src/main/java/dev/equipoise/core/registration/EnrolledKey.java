package dev.equipoise.core.registration;

import java.net.InetAddress;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key an operator enrolled or let be enrolled, and what its holder may do with it. Several keys may speak for the same
 * workers: that is how one replaces another without a gap.
 *
 * @param id the key id of signatures, 1 to 128 of {@code A-Za-z0-9._:/@-}
 * @param key verifies them
 * @param roles what its holder is
 * @param grant what it may do as a worker
 * @param validity when it may be used; whoever looks a key up asks
 */
public record EnrolledKey(String id, VerifyingKey key, Set<KeyRole> roles, Grant grant, Validity validity) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/@-]{1,128}");

    /** @throws IllegalArgumentException with a sentence if {@code id} cannot be the key id of a signature */
    public EnrolledKey {
        if (!isId(id)) {
            throw new IllegalArgumentException("a key id is 1 to 128 of A-Z a-z 0-9 . _ : / @ -");
        }
        roles = Set.copyOf(roles);
    }

    /** Whether {@code text} can be the key id of a signature. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** @throws RefusedException if this key may not register these claims */
    public void authorise(Claims claims) {
        authorise(claims.id());
        for (String service : claims.services()) {
            if (!grant.serves(service)) {
                throw new RefusedException(
                        Refusal.SERVICE_NOT_ALLOWED,
                        "The key " + id + " may not register the service " + service + ".");
            }
        }
        InetAddress ip = WorkerAddress.ip(claims.address().getHost());
        if (grant.networks().stream().noneMatch(network -> network.contains(ip))) {
            throw new RefusedException(
                    Refusal.ADDRESS_NOT_ALLOWED,
                    "The key " + id + " may not register the address " + claims.address() + ": its networks are "
                            + grant.networks() + ".");
        }
    }

    /** @throws RefusedException if this key may not speak for this worker */
    public void authorise(String workerId) {
        if (!roles.contains(KeyRole.WORKER)) {
            throw new RefusedException(Refusal.ROLE_NOT_ALLOWED, "The key " + id + " is not one for workers.");
        }
        if (!grant.speaksFor(workerId)) {
            throw new RefusedException(
                    Refusal.WORKER_NOT_ALLOWED, "The key " + id + " may not speak for the worker " + workerId + ".");
        }
    }
}
