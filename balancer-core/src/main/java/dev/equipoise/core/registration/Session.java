package dev.equipoise.core.registration;

/**
 * What a lease is renewed with: a key that lives and dies with it.
 *
 * @param leaseId unguessable; the key id of heartbeats
 * @param keyId the enrolled key that the lease was opened with
 * @param secret HMAC-SHA256 key of the heartbeats
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody: a session is found by worker id
public record Session(String leaseId, String keyId, byte[] secret) {

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Session[" + leaseId + "]";
    }
}
