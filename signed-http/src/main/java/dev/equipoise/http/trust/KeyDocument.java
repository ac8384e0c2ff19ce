package dev.equipoise.http.trust;

import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.Grant;
import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.KeyRole;
import dev.equipoise.core.registration.Network;
import dev.equipoise.core.registration.Validity;
import dev.equipoise.core.registration.VerifyingKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as operators write it down; the form of a file in the watched directory. Exactly one of the last two is given.
 *
 * @param owner who answers for it; nobody if missing
 * @param notBefore ISO 8601, such as {@code 2026-12-01T00:00:00Z}
 * @param notAfter like notBefore
 * @param role {@code worker}, {@code gateway} or both; {@code worker} if missing
 * @param workerIds ids the key may speak for; required of workers, as are the next two
 * @param services service types it may register
 * @param networks where its workers may live, in CIDR notation
 * @param publicKey Ed25519, PEM
 * @param secret HMAC-SHA256, base64, at least 32 bytes
 */
record KeyDocument(
        @Nullable String owner,
        @Nullable String notBefore,
        @Nullable String notAfter,
        @Nullable List<@Nullable String> role,
        @Nullable List<@Nullable String> workerIds,
        @Nullable List<@Nullable String> services,
        @Nullable List<@Nullable String> networks,
        @Nullable String publicKey,
        @Nullable String secret) {

    /** @throws IllegalArgumentException with a sentence that says what cannot be, and repeats no value */
    EnrolledKey enrolled(String id) {
        Set<KeyRole> roles = roles();
        List<String> ids = texts(workerIds, "workerIds");
        List<String> types = texts(services, "services");
        List<String> blocks = texts(networks, "networks");
        if (roles.contains(KeyRole.WORKER) && (ids.isEmpty() || types.isEmpty() || blocks.isEmpty())) {
            throw new IllegalArgumentException("a key for workers needs worker ids, services and networks");
        }
        Grant grant = new Grant(
                owner == null ? "" : owner,
                ids,
                Set.copyOf(types),
                blocks.stream().map(KeyDocument::network).toList());
        return new EnrolledKey(id, key(), roles, grant, new Validity(time(notBefore), time(notAfter)));
    }

    private VerifyingKey key() {
        if (secret != null && publicKey == null) {
            return VerifyingKey.hmac(KeyFiles.hmacSecret(secret));
        }
        if (publicKey != null && secret == null) {
            return VerifyingKey.ed25519(KeyFiles.ed25519PublicKey(publicKey));
        }
        throw new IllegalArgumentException("give exactly one of a public key and a secret");
    }

    private Set<KeyRole> roles() {
        if (role == null) {
            return EnumSet.of(KeyRole.WORKER);
        }
        Set<KeyRole> roles = EnumSet.noneOf(KeyRole.class);
        for (String name : texts(role, "role")) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "worker" -> roles.add(KeyRole.WORKER);
                case "gateway" -> roles.add(KeyRole.GATEWAY);
                default -> throw new IllegalArgumentException("a role is worker or gateway");
            }
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a role is worker or gateway");
        }
        return roles;
    }

    private static List<String> texts(@Nullable List<@Nullable String> values, String field) {
        List<String> texts = new ArrayList<>();
        if (values != null) {
            for (String value : values) {
                if (value == null) {
                    throw new IllegalArgumentException("there is a null in " + field);
                }
                texts.add(value);
            }
        }
        return texts;
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time is like 2026-12-01T00:00:00Z", e);
        }
    }

    private static Network network(String text) {
        try {
            return Network.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a network is written in CIDR notation, such as 10.0.0.0/8", e);
        }
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "KeyDocument[" + owner + "]";
    }
}
