package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeySpreadTest {

    @Test
    void tellsHowEvenlyAndHowFaithfullyKeysWerePlaced() {
        // Key 1 three times, once elsewhere; key 2 twice at one worker; key 3 once; key 4 failed.
        Sent sent = new Sent(
                new long[7],
                new long[7],
                new int[] {0, 0, 1, 1, 1, 0, Sent.FAILED},
                new int[] {1, 1, 1, 2, 2, 3, 4},
                Map.of("closed", 1));

        KeySpread spread = KeySpread.of(List.of(sent), 4);

        assertThat(spread.maxOverMean()).isEqualTo(2);
        assertThat(spread.split()).isEqualTo(0.5);
        assertThat(spread.atHome()).isEqualTo(5.0 / 6);
    }
}
