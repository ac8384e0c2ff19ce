package dev.equipoise.core.registration;

/** Why a signed message was refused. The slugs are a contract: problem types are built from them. */
public enum Refusal {
    /** A signature header or the digest header is missing. */
    UNSIGNED("unsigned"),
    /** The signature headers are not of our profile. */
    MALFORMED_SIGNATURE("malformed-signature"),
    /** The key id is not enrolled. */
    UNKNOWN_KEY("unknown-key"),
    /** The key id is enrolled, but not for this time. */
    KEY_NOT_ACTIVE("key-not-active"),
    /** An operator revoked the key. */
    KEY_REVOKED("key-revoked"),
    /** Created too long ago, or in the future. */
    STALE_SIGNATURE("stale-signature"),
    /** The digest is not that of the body. */
    DIGEST_MISMATCH("digest-mismatch"),
    /** The signature does not verify under the key it names. */
    BAD_SIGNATURE("bad-signature"),
    /** This very message was accepted before. */
    REPLAYED("replayed"),
    /** Created before the store that remembers nonces began: it could be a replay nobody remembers. */
    OLDER_THAN_STORE("older-than-store"),
    /** The body is longer than a registration can be. */
    BODY_TOO_LARGE("body-too-large"),
    /** The body is not declared as JSON. */
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type"),
    /** The body is not JSON, or not of the expected form. */
    MALFORMED_JSON("malformed-json"),
    /** The key is for another role than this. */
    ROLE_NOT_ALLOWED("role-not-allowed"),
    /** The key may not speak for this worker id. */
    WORKER_NOT_ALLOWED("worker-not-allowed"),
    /** The key may not register this service. */
    SERVICE_NOT_ALLOWED("service-not-allowed"),
    /** The address is outside the networks of the key. */
    ADDRESS_NOT_ALLOWED("address-not-allowed"),
    /** A field has a value that cannot be. */
    INVALID_FIELD("invalid-field"),
    /** The worker holds no lease, or another one. */
    UNKNOWN_LEASE("unknown-lease"),
    /** No worker of this id is registered. */
    UNKNOWN_WORKER("unknown-worker"),
    /** A worker of this id is registered from another address and its lease lives. */
    ADDRESS_CONFLICT("address-conflict"),
    /** Two processes claimed this id at the same time; an operator must release it. */
    ID_BARRED("id-barred"),
    /** The fleet has as many workers as it may have. */
    FLEET_FULL("fleet-full"),
    /** The join token is not known: wrong, used or too old. */
    JOIN_TOKEN_REFUSED("join-token-refused"),
    /** A key of this id is enrolled already. */
    KEY_EXISTS("key-exists"),
    /** There are as many keys, join tokens or revocations as there may be. */
    TRUST_STORE_FULL("trust-store-full");

    private final String slug;

    Refusal(String slug) {
        this.slug = slug;
    }

    /** The stable, lower-case name. */
    public String slug() {
        return slug;
    }
}
