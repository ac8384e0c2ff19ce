package dev.equipoise.http.trust;

import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.PublicKeyRecord;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.TrustStore;
import dev.equipoise.core.registration.Validity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that are trusted, from all sources, as of the last {@link #refresh}. A revocation wins over every source, and one
 * that was once seen is never forgotten. Any thread; what {@code find} reads is one immutable value.
 */
public final class Enrolment {

    private static final Logger log = LoggerFactory.getLogger(Enrolment.class);
    private static final int NAMES_LOGGED = 20;

    private final Map<String, EnrolledKey> configured;
    private final @Nullable KeyDirectory directory;
    private final TrustStore store;
    private final InstantSource clock;

    /** Null before the first refresh that reached the store. */
    private volatile @Nullable Trusted trusted;

    // Written by refresh alone, which runs once at a time.
    private TrustStore.Snapshot stored = new TrustStore.Snapshot("", List.of(), Set.of());
    private Map<PublicKeyRecord, EnrolledKey> parsed = Map.of();
    private Set<String> names = Set.of();

    Enrolment(
            Map<String, EnrolledKey> configured,
            @Nullable KeyDirectory directory,
            TrustStore store,
            InstantSource clock) {
        this.configured = Map.copyOf(configured);
        this.directory = directory;
        this.store = store;
        this.clock = clock;
    }

    private record Trusted(Map<String, TrustedKey> keys, Set<String> revoked) {}

    /**
     * The key of this id if it may be used now; null if there is none.
     *
     * @throws RefusedException KEY_REVOKED or KEY_NOT_ACTIVE
     * @throws dev.equipoise.core.membership.StoreUnavailableException if revocations were never read
     */
    public @Nullable EnrolledKey find(String keyId) {
        Trusted now = trusted();
        if (now.revoked().contains(keyId)) {
            throw new RefusedException(Refusal.KEY_REVOKED, "The key " + keyId + " is revoked.");
        }
        TrustedKey found = now.keys().get(keyId);
        if (found == null) {
            return null;
        }
        requireActive(found.key());
        return found.key();
    }

    /** Whether any source has a key of this id, active or not. */
    public boolean has(String keyId) {
        return trusted().keys().containsKey(keyId);
    }

    /** All keys that are not revoked, in no order. */
    public Collection<TrustedKey> keys() {
        return trusted().keys().values();
    }

    public Set<String> revoked() {
        return trusted().revoked();
    }

    /** Whether this key may be used now. */
    public boolean isActive(EnrolledKey key) {
        return key.validity().holds(clock.instant());
    }

    /**
     * Looks at every source. What the store lost since it was last read is given back to it.
     *
     * @throws dev.equipoise.core.membership.StoreUnavailableException if the store is away; all stays as it was
     */
    public synchronized void refresh() {
        TrustStore.Snapshot fresh = store.changedSince(stored.version());
        if (fresh != null) {
            stored = remembered(fresh);
        }
        Map<String, TrustedKey> keys = new HashMap<>();
        enrolled().forEach((id, key) -> keys.put(id, new TrustedKey(key, KeySource.ENROLLED)));
        if (directory != null) {
            directory.look().forEach((id, key) -> keys.put(id, new TrustedKey(key, KeySource.DIRECTORY)));
        }
        configured.forEach((id, key) -> keys.put(id, new TrustedKey(key, KeySource.CONFIGURATION)));
        keys.keySet().removeAll(stored.revoked());
        trusted = new Trusted(Map.copyOf(keys), stored.revoked());
        report(keys.keySet());
    }

    private Trusted trusted() {
        Trusted now = trusted;
        if (now == null) {
            refresh();
            now = trusted;
        }
        if (now == null) {
            throw new IllegalStateException("a refresh that returns has set what is trusted");
        }
        return now;
    }

    private void requireActive(EnrolledKey key) {
        Instant now = clock.instant();
        Validity validity = key.validity();
        if (validity.isAhead(now)) {
            throw notActive(key, "begins at " + validity.notBefore());
        }
        if (validity.isOver(now)) {
            throw notActive(key, "ended at " + validity.notAfter());
        }
    }

    private static RefusedException notActive(EnrolledKey key, String why) {
        return new RefusedException(Refusal.KEY_NOT_ACTIVE, "The time of the key " + key.id() + " " + why + ".");
    }

    /** {@code fresh} and whatever we knew that it does not know any more; both then know it. */
    private TrustStore.Snapshot remembered(TrustStore.Snapshot fresh) {
        Set<String> revoked = new HashSet<>(stored.revoked());
        revoked.addAll(fresh.revoked());
        Set<String> known = fresh.keys().stream().map(PublicKeyRecord::id).collect(Collectors.toSet());
        List<PublicKeyRecord> lost = stored.keys().stream()
                .filter(key -> !known.contains(key.id()) && !revoked.contains(key.id()))
                .filter(key -> !key.validity().isOver(clock.instant()))
                .toList();
        if (lost.isEmpty() && revoked.size() == fresh.revoked().size()) {
            return fresh;
        }
        log.warn(
                "The store has lost {} keys and {} revocations that we know: it is given them back",
                lost.size(),
                revoked.size() - fresh.revoked().size());
        try {
            store.merge(lost, revoked);
        } catch (RefusedException e) {
            log.warn("Not all of it: {}", e.getMessage());
        }
        TrustStore.Snapshot now = store.changedSince("");
        TrustStore.Snapshot after = now == null ? fresh : now;
        revoked.addAll(after.revoked());
        return new TrustStore.Snapshot(after.version(), after.keys(), revoked);
    }

    /** Keys of the store, each parsed once. */
    private Map<String, EnrolledKey> enrolled() {
        Map<PublicKeyRecord, EnrolledKey> all = new HashMap<>();
        Map<String, EnrolledKey> byId = new HashMap<>();
        for (PublicKeyRecord stored : stored.keys()) {
            try {
                EnrolledKey before = parsed.get(stored);
                EnrolledKey key = before == null ? stored.enrolled() : before;
                all.put(stored, key);
                byId.put(stored.id(), key);
            } catch (IllegalArgumentException e) {
                log.debug("The key {} in the store cannot be used: {}", stored.id(), e.getMessage());
            }
        }
        parsed = all;
        return byId;
    }

    private void report(Set<String> now) {
        Set<String> added = new TreeSet<>(now);
        added.removeAll(names);
        Set<String> gone = new TreeSet<>(names);
        gone.removeAll(now);
        if (!added.isEmpty()) {
            log.info("Keys enrolled: {} more, {}", added.size(), first(added));
        }
        if (!gone.isEmpty()) {
            log.info("Keys no longer trusted: {}, {}", gone.size(), first(gone));
        }
        names = Set.copyOf(now);
    }

    private static List<String> first(Set<String> ids) {
        return ids.stream().limit(NAMES_LOGGED).toList();
    }
}
