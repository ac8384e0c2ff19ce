package dev.equipoise.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringHashTest {

    /** Expected values from the reference implementation, {@code xxhash.xxh64(s.encode("utf-16-le"))} of python-xxhash. */
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, e513e02c99167f96",
        "ab, 2b4d0fc9e4bf29e2",
        "abc, aff0f2a2f8b32731",
        "abcd, ad9338b32cda24c1",
        "worker-1, 6f14b53257ebfa21",
        "Z\u00fcrich, 81fe95361e2f448a",
        "\u65e5\u672c, 382cc9537c63f982",
        "\ud83d\ude80, 9228eaa714a0d13b",
        "key-1234567890, 9d9601b786e9c0b0",
        "0123456789abcdef, 65915d1b2958d2ef",
        "0123456789abcdef0, 4d0118f8edc9e6e1",
        "'The quick brown fox jumps over the lazy dog, twice and again.', c449daa0e1dbf906",
    })
    void isXxh64OfTheTextInUtf16(String text, String expected) {
        assertThat(Long.toHexString(StringHash.of(text))).isEqualTo(expected);
    }

    @Test
    void similarTextsDoNotCollide() {
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            hashes.add(StringHash.of("session-" + i));
        }
        assertThat(hashes).hasSize(200_000);
    }

    @Test
    void oneBitOfTheTextChangesHalfOfTheHash() {
        long seed = 17;
        SplittableRandom random = new SplittableRandom(seed);
        long flipped = 0;
        int trials = 20_000;
        for (int i = 0; i < trials; i++) {
            StringBuilder text = new StringBuilder("/images/" + random.nextInt(1_000_000));
            long before = StringHash.of(text.toString());
            int at = random.nextInt(text.length());
            text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(7)));
            flipped += Long.bitCount(before ^ StringHash.of(text.toString()));
        }
        // 32 of 64 bits on average; the mean of 20,000 trials has a standard deviation of 4/√20,000 = 0.03.
        assertThat((double) flipped / trials).as("seed %d", seed).isBetween(31.85, 32.15);
    }
}
