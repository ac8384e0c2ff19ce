package dev.equipoise.core.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fake of the trust store: one lock, a clock moved by hand. */
public final class InMemoryTrustStore implements TrustStore {

    private final int most;
    private final Map<String, PublicKeyRecord> keys = new TreeMap<>();
    private final Set<String> revoked = new TreeSet<>();
    private final Map<String, Issued> tokens = new HashMap<>();
    private String version = UUID.randomUUID().toString();
    private Instant now;

    /** @param most keys, tokens and revocations each */
    public InMemoryTrustStore(int most, Instant now) {
        this.most = most;
        this.now = now;
    }

    private record Issued(JoinToken token, Instant ends) {}

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    /** The store loses everything it knew. */
    public synchronized void lose() {
        keys.clear();
        revoked.clear();
        tokens.clear();
        changed();
    }

    @Override
    public synchronized @Nullable Snapshot changedSince(String known) {
        return known.equals(version) ? null : new Snapshot(version, List.copyOf(keys.values()), revoked);
    }

    @Override
    public synchronized void issue(JoinToken token) {
        tokens.values().removeIf(issued -> !issued.ends().isAfter(now));
        requireRoom(tokens.size());
        tokens.put(token.hash(), new Issued(token, now.plus(token.life())));
    }

    @Override
    public synchronized PublicKeyRecord enrol(String tokenHash, String keyId, String publicKey) {
        Issued issued = tokens.get(tokenHash);
        if (issued == null || !issued.ends().isAfter(now)) {
            throw new RefusedException(Refusal.JOIN_TOKEN_REFUSED, "no such token");
        }
        if (revoked.contains(keyId)) {
            throw new RefusedException(Refusal.KEY_REVOKED, "revoked");
        }
        if (keys.containsKey(keyId)) {
            throw new RefusedException(Refusal.KEY_EXISTS, "exists");
        }
        makeRoom();
        JoinToken token = issued.token();
        PublicKeyRecord key =
                new PublicKeyRecord(keyId, publicKey, token.grant(), new Validity(null, token.keyNotAfter()));
        keys.put(keyId, key);
        tokens.remove(tokenHash);
        changed();
        return key;
    }

    @Override
    public synchronized void merge(Collection<PublicKeyRecord> more, Collection<String> gone) {
        for (String id : gone) {
            if (!revoked.contains(id)) {
                requireRoom(revoked.size());
                revoked.add(id);
                keys.remove(id);
                changed();
            }
        }
        for (PublicKeyRecord key : more) {
            if (!revoked.contains(key.id()) && !keys.containsKey(key.id())) {
                makeRoom();
                keys.put(key.id(), key);
                changed();
            }
        }
    }

    private void makeRoom() {
        if (keys.size() >= most) {
            keys.values().removeIf(key -> key.validity().isOver(now));
        }
        requireRoom(keys.size());
    }

    private void requireRoom(int size) {
        if (size >= most) {
            throw new RefusedException(Refusal.TRUST_STORE_FULL, "full");
        }
    }

    private void changed() {
        version = UUID.randomUUID().toString();
    }
}
