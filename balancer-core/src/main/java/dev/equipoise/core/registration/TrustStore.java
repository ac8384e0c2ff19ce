package dev.equipoise.core.registration;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is trusted beyond configuration: keys enrolled at run time, the join tokens that enrol them, and the ids that are
 * revoked whatever their source. A key is never changed and leaves only by revocation, and a revocation is for ever; so two
 * stores are joined by {@link #merge} in any order. Any thread; may block on the store, and throws
 * {@link dev.equipoise.core.membership.StoreUnavailableException} when it is away. Everything it keeps is bounded.
 */
public interface TrustStore {

    /**
     * All keys and revocations, if they are not those of {@code version}; null if they are.
     *
     * @param version of the snapshot taken last; empty for none
     */
    @Nullable
    Snapshot changedSince(String version);

    /** From now on the token enrols one key. @throws RefusedException with TRUST_STORE_FULL */
    void issue(JoinToken token);

    /**
     * Enrols a key in exchange for a token, which is gone then: both or neither, however many registries try at a time. The
     * caller has proof that the private half is in the hands of whoever asks.
     *
     * @param tokenHash {@link JoinToken#hash(String)} of what was shown
     * @param publicKey X.509 in base64, one line
     * @throws RefusedException JOIN_TOKEN_REFUSED, KEY_EXISTS, KEY_REVOKED or TRUST_STORE_FULL
     */
    PublicKeyRecord enrol(String tokenHash, String keyId, String publicKey);

    /**
     * Adds keys and revocations; what is there already stays as it is, and a revoked key is not added.
     *
     * @throws RefusedException with TRUST_STORE_FULL; some may have been added
     */
    void merge(Collection<PublicKeyRecord> keys, Collection<String> revoked);

    /** No key of this id is trusted any more, wherever it comes from. @throws RefusedException with TRUST_STORE_FULL */
    default void revoke(String keyId) {
        merge(List.of(), Set.of(keyId));
    }

    /**
     * @param version differs between any two states of the store, and between stores
     * @param keys none of them revoked
     */
    record Snapshot(String version, List<PublicKeyRecord> keys, Set<String> revoked) {

        public Snapshot {
            keys = List.copyOf(keys);
            revoked = Set.copyOf(revoked);
        }
    }
}
