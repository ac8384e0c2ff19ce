package dev.equipoise.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolledKeyTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Grant GRANT =
            new Grant("", List.of("demo-*"), Set.of("default"), List.of(Network.parse("127.0.0.0/8")));

    @Test
    void aValidityHoldsFromItsFirstInstantUntilBeforeItsLast() {
        Validity hour = new Validity(NOON, NOON.plusSeconds(3600));

        assertThat(hour.holds(NOON.minusNanos(1))).isFalse();
        assertThat(hour.isAhead(NOON.minusNanos(1))).isTrue();
        assertThat(hour.holds(NOON)).isTrue();
        assertThat(hour.holds(NOON.plusSeconds(3600).minusNanos(1))).isTrue();
        assertThat(hour.holds(NOON.plusSeconds(3600))).isFalse();
        assertThat(hour.isOver(NOON.plusSeconds(3600))).isTrue();
        assertThat(new Validity(null, NOON).holds(Instant.MIN)).isTrue();
        assertThat(new Validity(NOON, null).holds(Instant.MAX)).isTrue();
        assertThat(Validity.OPEN.holds(NOON)).isTrue();
        assertThatThrownBy(() -> new Validity(NOON, NOON)).hasMessageContaining("earlier");
    }

    @Test
    void aKeyOfAGatewaySpeaksForNoWorker() {
        EnrolledKey key =
                new EnrolledKey("gw", (message, signature) -> true, Set.of(KeyRole.GATEWAY), GRANT, Validity.OPEN);

        assertThatThrownBy(() -> key.authorise("demo-1"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.ROLE_NOT_ALLOWED));
    }

    @Test
    void aKeyOfBothRolesSpeaksForItsWorkers() {
        EnrolledKey key = new EnrolledKey(
                "both", (message, signature) -> true, Set.of(KeyRole.GATEWAY, KeyRole.WORKER), GRANT, Validity.OPEN);

        assertThatCode(() -> key.authorise("demo-1")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", "ä", "a\"", "a,b"})
    void whatCannotStandInASignatureIsNoKeyId(String id) {
        assertThatThrownBy(() -> new EnrolledKey(id, (message, signature) -> true, Set.of(), GRANT, Validity.OPEN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*a", "a*b*", "-a", "", "a b"})
    void workerIdsAreExactOrAPrefix(String pattern) {
        assertThatThrownBy(() -> new Grant("", List.of(pattern), Set.of(), List.of()))
                .hasMessageContaining("worker ids");
    }

    @Test
    void aGrantHasBounds() {
        List<String> many = java.util.stream.IntStream.rangeClosed(0, Grant.MOST)
                .mapToObj(i -> "w" + i)
                .toList();

        assertThatThrownBy(() -> new Grant("", many, Set.of(), List.of())).hasMessageContaining("at most 64");
        assertThatThrownBy(() -> new Grant("x".repeat(129), List.of(), Set.of(), List.of()))
                .hasMessageContaining("owner");
        assertThatThrownBy(() -> new Grant("a\nb", List.of(), Set.of(), List.of()))
                .hasMessageContaining("owner");
        assertThatThrownBy(() -> new Grant("", List.of(), Set.of("Default"), List.of()))
                .hasMessageContaining("services");
    }

    @Test
    void aRecordIsAKeyOfAWorkerAgain() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        PublicKeyRecord record = new PublicKeyRecord(
                "pay-1", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()), GRANT, Validity.OPEN);
        byte[] message = {1, 2, 3};

        EnrolledKey key = record.enrolled();

        assertThat(key.roles()).containsExactly(KeyRole.WORKER);
        assertThat(key.key().isCostly()).isTrue();
        assertThat(key.key()
                        .verifies(
                                message,
                                SigningKey.ed25519("pay-1", pair.getPrivate()).sign(message)))
                .isTrue();
        assertThat(VerifyingKey.hmac(new byte[32]).isCostly()).isFalse();
    }

    /** The y of points whose order divides 8, little endian, with either sign of x, two that are not below p, and one y of no point. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0200000000000000000000000000000000000000000000000000000000000000"
            })
    void aPublicKeyForWhichAnybodyCouldSignOrThatIsNoPointIsRefused(String point) {
        byte[] x509 = java.util.HexFormat.of().parseHex("302a300506032b6570032100" + point);

        assertThatThrownBy(() -> KeyFiles.ed25519(Base64.getEncoder().encodeToString(x509)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
