package dev.equipoise.http.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.Grant;
import dev.equipoise.core.registration.InMemoryTrustStore;
import dev.equipoise.core.registration.JoinToken;
import dev.equipoise.core.registration.KeyRole;
import dev.equipoise.core.registration.Network;
import dev.equipoise.core.registration.PublicKeyRecord;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.TrustStore;
import dev.equipoise.core.registration.Validity;
import dev.equipoise.core.registration.VerifyingKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Grant GRANT =
            new Grant("payments", List.of("pay-*"), Set.of("default"), List.of(Network.parse("10.0.0.0/8")));

    @TempDir
    Path directory;

    private Instant now = NOON;
    private final InMemoryTrustStore store = new InMemoryTrustStore(10, NOON);

    @Test
    void aKeyIsFoundByItsIdWhileItsTimeIs() {
        Enrolment enrolment = enrolment(Map.of("a", key("a", new Validity(NOON, NOON.plus(HOUR)))), store);

        assertThat(enrolment.find("a")).isNotNull();
        assertThat(enrolment.find("b")).isNull();

        now = NOON.minusMillis(1);
        assertRefused(Refusal.KEY_NOT_ACTIVE, "begins", () -> enrolment.find("a"));
        now = NOON.plus(HOUR);
        assertRefused(Refusal.KEY_NOT_ACTIVE, "ended", () -> enrolment.find("a"));
        assertThat(enrolment.has("a")).isTrue();
    }

    /** The old key ends an hour after the new one begins: at no time is there none, and both speak for the same worker. */
    @Test
    void oneKeyReplacesAnotherWithoutAGap() {
        Enrolment enrolment = enrolment(
                Map.of(
                        "old", key("old", new Validity(null, NOON.plus(HOUR))),
                        "new", key("new", new Validity(NOON, null))),
                store);

        for (int minute = -60; minute <= 120; minute++) {
            now = NOON.plus(Duration.ofMinutes(minute));
            boolean old = isUsable(enrolment, "old");
            boolean fresh = isUsable(enrolment, "new");
            assertThat(old || fresh).as("at %s", now).isTrue();
            assertThat(old).isEqualTo(minute < 60);
            assertThat(fresh).isEqualTo(minute >= 0);
        }
    }

    @Test
    void whatARegistryEnrolsIsKnownToTheOthersAtTheirNextLook() {
        Enrolment here = enrolment(Map.of(), store);
        Enrolment there = enrolment(Map.of(), store);
        here.refresh();
        there.refresh();

        enrol("pay-key", null);
        here.refresh();
        assertThat(here.find("pay-key")).isNotNull();
        assertThat(there.find("pay-key")).isNull();
        there.refresh();
        assertThat(there.find("pay-key").grant()).isEqualTo(GRANT);

        store.revoke("pay-key");
        there.refresh();
        assertRefused(Refusal.KEY_REVOKED, "revoked", () -> there.find("pay-key"));
        assertThat(there.has("pay-key")).isFalse();
    }

    @Test
    void aRevocationWinsOverEverySource() throws Exception {
        Files.writeString(directory.resolve("from-file.json"), KeyDirectoryTest.document("pay-*"));
        Enrolment enrolment = new Enrolment(
                Map.of("configured", key("configured", Validity.OPEN)), new KeyDirectory(directory), store, () -> now);
        enrol("enrolled", null);
        enrolment.refresh();
        for (String id : List.of("configured", "from-file", "enrolled")) {
            assertThat(enrolment.find(id)).as(id).isNotNull();
            store.revoke(id);
        }

        enrolment.refresh();

        for (String id : List.of("configured", "from-file", "enrolled")) {
            assertRefused(Refusal.KEY_REVOKED, id, () -> enrolment.find(id));
        }
        assertThat(enrolment.keys()).isEmpty();
        assertThat(enrolment.revoked()).containsExactlyInAnyOrder("configured", "from-file", "enrolled");
    }

    @Test
    void configurationCountsBeforeTheDirectoryAndThatBeforeTheStore() throws Exception {
        enrol("same", null);
        enrol("other", null);
        Files.writeString(directory.resolve("same.json"), KeyDirectoryTest.document("from-file"));
        Files.writeString(directory.resolve("other.json"), KeyDirectoryTest.document("from-file"));
        Enrolment enrolment = new Enrolment(
                Map.of("same", key("same", Validity.OPEN)), new KeyDirectory(directory), store, () -> now);

        enrolment.refresh();

        assertThat(enrolment.find("same").grant().owner()).isEqualTo("payments");
        assertThat(enrolment.find("other").grant().workerIds()).containsExactly("from-file");
        assertThat(enrolment.keys())
                .extracting(TrustedKey::source)
                .containsExactlyInAnyOrder(KeySource.CONFIGURATION, KeySource.DIRECTORY);
    }

    @Test
    void aStoreThatLostItsMemoryGetsItBackFromARegistryThatLivedOn() {
        Enrolment enrolment = enrolment(Map.of("a", key("a", Validity.OPEN)), store);
        enrol("pay-key", null);
        enrol("short", NOON.plus(HOUR));
        store.revoke("a");
        enrolment.refresh();

        store.lose();
        now = NOON.plus(HOUR).plusSeconds(1);
        enrolment.refresh();

        assertThat(enrolment.find("pay-key")).isNotNull();
        assertRefused(Refusal.KEY_REVOKED, "a", () -> enrolment.find("a"));
        TrustStore.Snapshot again = store.changedSince("");
        assertThat(again.revoked()).containsExactly("a");
        assertThat(again.keys()).extracting(PublicKeyRecord::id).containsExactly("pay-key");
    }

    /** Before revocations were read once, a key may be a stolen one. Afterwards an outage changes nothing. */
    @Test
    void withoutTheStoreNoKeyIsTrustedUntilRevocationsWereRead() {
        Outage outage = new Outage(store);
        Enrolment enrolment = enrolment(Map.of("a", key("a", Validity.OPEN)), outage);
        outage.away = true;
        assertThatThrownBy(() -> enrolment.find("a")).isInstanceOf(StoreUnavailableException.class);

        outage.away = false;
        assertThat(enrolment.find("a")).isNotNull();
        outage.away = true;
        assertThatThrownBy(enrolment::refresh).isInstanceOf(StoreUnavailableException.class);
        assertThat(enrolment.find("a")).isNotNull();
    }

    private Enrolment enrolment(Map<String, EnrolledKey> configured, TrustStore trust) {
        return new Enrolment(configured, null, trust, () -> now);
    }

    private void enrol(String id, Instant end) {
        store.issue(new JoinToken("hash of " + id, GRANT, end, HOUR));
        store.enrol("hash of " + id, id, publicKey());
    }

    private static String publicKey() {
        try {
            return Base64.getEncoder()
                    .encodeToString(KeyPairGenerator.getInstance("Ed25519")
                            .generateKeyPair()
                            .getPublic()
                            .getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EnrolledKey key(String id, Validity validity) {
        return new EnrolledKey(id, VerifyingKey.hmac(new byte[32]), Set.of(KeyRole.WORKER), GRANT, validity);
    }

    private static boolean isUsable(Enrolment enrolment, String id) {
        try {
            enrolment.find(id).authorise("pay-1");
            return true;
        } catch (RefusedException e) {
            assertThat(e.refusal()).isEqualTo(Refusal.KEY_NOT_ACTIVE);
            return false;
        }
    }

    private static void assertRefused(Refusal refusal, String words, Runnable call) {
        assertThatThrownBy(call::run)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    private static final class Outage implements TrustStore {

        private final TrustStore store;
        private boolean away;

        Outage(TrustStore store) {
            this.store = store;
        }

        @Override
        public Snapshot changedSince(String version) {
            if (away) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
            return store.changedSince(version);
        }

        @Override
        public void issue(JoinToken token) {
            throw new AssertionError("a registry that reads keys issues no token");
        }

        @Override
        public PublicKeyRecord enrol(String tokenHash, String keyId, String publicKey) {
            throw new AssertionError("a registry that reads keys enrols none");
        }

        @Override
        public void merge(Collection<PublicKeyRecord> keys, Collection<String> revoked) {
            store.merge(keys, revoked);
        }
    }
}
