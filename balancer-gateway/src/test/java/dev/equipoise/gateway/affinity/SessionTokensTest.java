package dev.equipoise.gateway.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SessionTokensTest {

    private static final long SEED = 20261121;
    private static final Session SESSION = new Session("payments", "worker-17", 1_800_000_000, 1_800_003_600);

    private final SessionTokens tokens = new SessionTokens(List.of(secret("ours")));

    private static byte[] secret(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasSealedIsOpened() {
        assertThat(tokens.open(tokens.seal(SESSION))).isEqualTo(SESSION);
    }

    @Test
    void aTokenTellsNobodyAnythingAndFitsIntoACookie() {
        String token = tokens.seal(SESSION);
        assertThat(token).matches("[A-Za-z0-9_-]{40,512}").isNotEqualTo(tokens.seal(SESSION));
        assertThat(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1))
                .doesNotContain("worker-17")
                .doesNotContain("payments");
    }

    @Test
    void nobodyElseMakesOne() {
        String theirs = new SessionTokens(List.of(secret("theirs"))).seal(SESSION);
        assertThat(tokens.open(theirs)).isNull();
    }

    @Test
    void aSecretIsReplacedWithoutLosingSessions() {
        SessionTokens next = new SessionTokens(List.of(secret("new"), secret("ours")));
        assertThat(next.open(tokens.seal(SESSION))).isEqualTo(SESSION);
        assertThat(tokens.open(next.seal(SESSION))).isNull();
    }

    @Test
    void noChangedTokenIsOpened() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        String token = tokens.seal(SESSION);
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(tokens.open(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
                    .as("bit %d", bit)
                    .isNull();
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(600)];
            random.nextBytes(noise);
            assertThat(tokens.open(new String(noise, StandardCharsets.ISO_8859_1)))
                    .isNull();
            assertThat(tokens.open(Base64.getUrlEncoder().encodeToString(noise)))
                    .isNull();
        }
    }
}
