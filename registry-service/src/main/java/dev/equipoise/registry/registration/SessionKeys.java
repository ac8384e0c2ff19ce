package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.Session;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes sessions nobody can guess. */
final class SessionKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private SessionKeys() {}

    /** @param keyId of the enrolled key that the registration was signed with */
    static Session fresh(String keyId) {
        String leaseId = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(ID_BYTES));
        return new Session(leaseId, keyId, bytes(SECRET_BYTES));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
