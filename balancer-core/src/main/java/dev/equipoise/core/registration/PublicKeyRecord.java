package dev.equipoise.core.registration;

import java.util.Set;

/**
 * A key that was enrolled at run time, as it is kept: an Ed25519 public key of a worker.
 *
 * @param id the key id of signatures
 * @param publicKey X.509 in base64, one line
 */
public record PublicKeyRecord(String id, String publicKey, Grant grant, Validity validity) {

    /** @throws IllegalArgumentException with a sentence if the id or the public key is none */
    public EnrolledKey enrolled() {
        return new EnrolledKey(
                id, VerifyingKey.ed25519(KeyFiles.ed25519(publicKey)), Set.of(KeyRole.WORKER), grant, validity);
    }
}
