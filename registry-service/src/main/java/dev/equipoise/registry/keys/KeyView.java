package dev.equipoise.registry.keys;

import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.Grant;
import dev.equipoise.core.registration.KeyRole;
import dev.equipoise.core.registration.Network;
import dev.equipoise.http.trust.KeySource;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A key as shown: whose it is and what it may do, and nothing it is verified with. */
record KeyView(
        String id,
        String owner,
        SortedSet<String> roles,
        List<String> workerIds,
        SortedSet<String> services,
        List<String> networks,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        String source,
        boolean active) {

    static KeyView of(EnrolledKey key, KeySource source, boolean active) {
        Grant grant = key.grant();
        return new KeyView(
                key.id(),
                grant.owner(),
                key.roles().stream().map(KeyView::lower).collect(Collectors.toCollection(TreeSet::new)),
                grant.workerIds(),
                new TreeSet<>(grant.services()),
                grant.networks().stream().map(Network::toString).toList(),
                key.validity().notBefore(),
                key.validity().notAfter(),
                source.name().toLowerCase(Locale.ROOT),
                active);
    }

    private static String lower(KeyRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
