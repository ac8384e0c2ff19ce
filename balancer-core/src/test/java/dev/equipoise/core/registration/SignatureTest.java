package dev.equipoise.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY = "{\"id\":\"w-1\"}".getBytes(StandardCharsets.UTF_8);

    private final MessageVerifier verifier = new MessageVerifier(InstantSource.fixed(NOW));

    /** RFC 9421 B.2.5: the shared secret and signature base of the specification. */
    @Test
    void hmacGivesTheSignatureOfTheSpecification() {
        byte[] secret = Base64.getDecoder()
                .decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==");
        String base = "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@authority\": example.com\n"
                + "\"content-type\": application/json\n\"@signature-params\": (\"date\" \"@authority\" \"content-type\")"
                + ";created=1618884473;keyid=\"test-shared-secret\"";

        byte[] signature = SigningKey.hmac("test-shared-secret", secret).sign(base.getBytes(StandardCharsets.UTF_8));

        assertThat(Base64.getEncoder().encodeToString(signature))
                .isEqualTo("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
    }

    /** RFC 9421 B.2.6: Ed25519 signatures are deterministic. */
    @Test
    void ed25519GivesTheSignatureOfTheSpecification() {
        SigningKey key = KeyFiles.signingKey(
                "test-key-ed25519",
                "test.pem",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n"
                        + "-----END PRIVATE KEY-----\n");
        VerifyingKey verifying = VerifyingKey.ed25519(KeyFiles.ed25519PublicKey(
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n"
                        + "-----END PUBLIC KEY-----\n"));
        byte[] base = ("\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n"
                        + "\"@authority\": example.com\n\"content-type\": application/json\n\"content-length\": 18\n"
                        + "\"@signature-params\": (\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\""
                        + " \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"")
                .getBytes(StandardCharsets.UTF_8);

        byte[] signature = key.sign(base);

        assertThat(Base64.getEncoder().encodeToString(signature))
                .isEqualTo("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
        assertThat(verifying.verifies(base, signature)).isTrue();
        assertThat(verifying.verifies(base, new byte[3])).isFalse();
    }

    @Test
    void whatIsSignedVerifiesWithBothKindsOfKey() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        Proof hmac = verify(signed(SigningKey.hmac("k", SECRET), NOW), VerifyingKey.hmac(SECRET));
        Proof ed25519 =
                verify(signed(SigningKey.ed25519("k", pair.getPrivate()), NOW), VerifyingKey.ed25519(pair.getPublic()));

        assertThat(hmac).isEqualTo(new Proof("k", "nonce-01", NOW));
        assertThat(ed25519).isEqualTo(hmac);
    }

    @Test
    void parametersMayStandInAnyOrder() {
        SignatureInput input = SignatureInput.parse(
                "sig1=(\"@method\" \"@path\" \"content-digest\");keyid=\"k\";created=1;nonce=\"12345678\"");

        assertThat(input.keyId()).isEqualTo("k");
        assertThat(input.nonce()).isEqualTo("12345678");
        assertThat(input.created()).isEqualTo(Instant.ofEpochSecond(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig2=(\"@method\" \"@path\" \"content-digest\");created=1;nonce=\"12345678\";keyid=\"k\"",
                "sig1=(\"@method\" \"@path\");created=1;nonce=\"12345678\";keyid=\"k\"",
                "sig1=(\"@path\" \"@method\" \"content-digest\");created=1;nonce=\"12345678\";keyid=\"k\"",
                "sig1=(\"@method\" \"@path\" \"content-digest\");created=1;nonce=\"12345678\"",
                "sig1=(\"@method\" \"@path\" \"content-digest\");created=1;nonce=\"short\";keyid=\"k\"",
                "sig1=(\"@method\" \"@path\" \"content-digest\");created=-1;nonce=\"12345678\";keyid=\"k\"",
                "sig1=(\"@method\" \"@path\" \"content-digest\");created=1;created=1;nonce=\"12345678\";keyid=\"k\"",
                "sig1=(\"@method\" \"@path\" \"content-digest\");created=1;nonce=\"12345678\";keyid=\"k\";alg=\"x\"",
                "sig1=(\"@method\" \"@path\" \"content-digest\");created=1;nonce=\"12345678\";keyid=\"k\", sig2=()",
                "sig1=(\"@method\" \"@path\" \"content-digest\") ;created=1;nonce=\"12345678\";keyid=\"k\"",
                "sig1=(\"@method\" \"@path\" \"content-digest\");created=1;nonce=\"1234\\\"5678\";keyid=\"k\"",
            })
    void whateverIsNotTheProfileIsMalformed(String header) {
        assertRefused(Refusal.MALFORMED_SIGNATURE, () -> SignatureInput.parse(header));
    }

    @Test
    void missingHeadersAreUnsigned() {
        SignedMessage whole = signed(SigningKey.hmac("k", SECRET), NOW);

        assertRefused(Refusal.UNSIGNED, () -> verify(with(whole, null, whole.signatureInput(), whole.signature())));
        assertRefused(Refusal.UNSIGNED, () -> verify(with(whole, whole.contentDigest(), null, whole.signature())));
        assertRefused(Refusal.UNSIGNED, () -> verify(with(whole, whole.contentDigest(), whole.signatureInput(), "")));
    }

    @Test
    void aMessageIsValidForOneWindowEitherWayAndNotASecondLonger() {
        Duration window = MessageVerifier.WINDOW;
        SigningKey key = SigningKey.hmac("k", SECRET);

        verify(signed(key, NOW.minus(window)));
        verify(signed(key, NOW.plus(window)));
        assertRefused(
                Refusal.STALE_SIGNATURE,
                () -> verify(signed(key, NOW.minus(window).minusSeconds(1))));
        assertRefused(
                Refusal.STALE_SIGNATURE,
                () -> verify(signed(key, NOW.plus(window).plusSeconds(1))));
    }

    @Test
    void anUnknownKeyIsSaidToBeUnknown() {
        SignedMessage message = signed(SigningKey.hmac("k", SECRET), NOW);

        assertRefused(Refusal.UNKNOWN_KEY, () -> verifier.verify(message, id -> null));
    }

    @Test
    void anotherBodyIsADigestMismatchAndAnotherDigestABadSignature() {
        SignedMessage message = signed(SigningKey.hmac("k", SECRET), NOW);
        byte[] other = "{}".getBytes(StandardCharsets.UTF_8);

        assertRefused(
                Refusal.DIGEST_MISMATCH,
                () -> verify(new SignedMessage(
                        "POST",
                        "/register-worker",
                        other,
                        message.contentDigest(),
                        message.signatureInput(),
                        message.signature())));
        assertRefused(
                Refusal.BAD_SIGNATURE,
                () -> verify(new SignedMessage(
                        "POST",
                        "/register-worker",
                        other,
                        ContentDigest.of(other),
                        message.signatureInput(),
                        message.signature())));
    }

    @Test
    void noMutationOfAnyCoveredPartVerifies() {
        long seed = 20261121;
        Random random = new Random(seed);
        SignedMessage message = signed(SigningKey.hmac("k", SECRET), NOW);
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            SignedMessage mutated = mutate(message, random, i % 6);
            try {
                verify(mutated);
                accepted.add(mutated.toString());
            } catch (RefusedException e) {
                assertThat(e.getMessage()).doesNotContain(new String(SECRET, StandardCharsets.UTF_8));
            }
        }
        assertThat(accepted).as("seed %d", seed).isEmpty();
    }

    @Test
    void keysNeverShowTheirSecretAndRefuseToBeShort() {
        assertThat(SigningKey.hmac("k", SECRET).toString()).isEqualTo("SigningKey[k]");
        assertThat(new Session("lease", "demo", SECRET).toString()).isEqualTo("Session[lease]");
        assertThat(KeyFiles.hmacSecret(Base64.getEncoder().encodeToString(SECRET) + "\n"))
                .isEqualTo(SECRET);
        assertThatThrownBy(() -> KeyFiles.hmacSecret("c2hvcnQ=")).hasMessageContaining("at least 32 bytes");
        assertThatThrownBy(() -> KeyFiles.hmacSecret("###")).hasMessageContaining("one line of base64");
        assertThatThrownBy(() -> KeyFiles.ed25519PublicKey("nothing")).hasMessageContaining("PUBLIC KEY");
        assertThatThrownBy(
                        () -> KeyFiles.ed25519PublicKey("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
                .hasMessageContaining("not an Ed25519 public key");
        assertThatThrownBy(() ->
                        KeyFiles.ed25519PrivateKey("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
                .hasMessageContaining("not an Ed25519 private key");
    }

    /** One character or bit of one part is another; the parts are method, path, body, digest, input and signature. */
    private static SignedMessage mutate(SignedMessage m, Random random, int part) {
        return new SignedMessage(
                part == 0 ? flip(m.method(), random) : m.method(),
                part == 1 ? flip(m.path(), random) : m.path(),
                part == 2 ? flip(m.body(), random) : m.body(),
                part == 3 ? flip(String.valueOf(m.contentDigest()), random) : m.contentDigest(),
                part == 4 ? flip(String.valueOf(m.signatureInput()), random) : m.signatureInput(),
                part == 5 ? flip(String.valueOf(m.signature()), random) : m.signature());
    }

    private static String flip(String text, Random random) {
        return new String(flip(text.getBytes(StandardCharsets.ISO_8859_1), random), StandardCharsets.ISO_8859_1);
    }

    private static byte[] flip(byte[] bytes, Random random) {
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(7));
        return flipped;
    }

    private static SignedMessage signed(SigningKey key, Instant created) {
        SignedHeaders headers = new RequestSigner(key, InstantSource.fixed(created), () -> "nonce-01")
                .sign("POST", "/register-worker", BODY);
        return new SignedMessage(
                "POST",
                "/register-worker",
                BODY,
                headers.contentDigest(),
                headers.signatureInput(),
                headers.signature());
    }

    private static SignedMessage with(SignedMessage m, String digest, String input, String signature) {
        return new SignedMessage(m.method(), m.path(), m.body(), digest, input, signature);
    }

    private Proof verify(SignedMessage message) {
        return verify(message, VerifyingKey.hmac(SECRET));
    }

    private Proof verify(SignedMessage message, VerifyingKey key) {
        return verifier.verify(message, id -> id.equals("k") ? key : null);
    }

    private static void assertRefused(Refusal refusal, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }
}
