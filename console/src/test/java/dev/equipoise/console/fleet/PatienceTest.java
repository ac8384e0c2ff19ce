package dev.equipoise.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final PeerRow UP = new PeerRow("gateway", "gateway", "http://g", "UP", 3L, "");
    private static final PeerRow DOWN = new PeerRow("gateway", "gateway", "http://g", "DOWN", 3L, "it says so");
    private static final PeerRow SILENT = new PeerRow("gateway", "gateway", "http://g", "SILENT", null, "no word");

    private final Patience patience = new Patience();

    @Test
    void oneSilenceIsNoOutageAndFiveSecondsAre() {
        patience.with(0, List.of(UP));

        assertThat(patience.with(Patience.MS, List.of(SILENT))).containsExactly(UP);
        assertThat(patience.with(Patience.MS + 1, List.of(SILENT))).containsExactly(SILENT);
    }

    @Test
    void whoWasNeverHeardIsSilentAndWhoSaysThatItIsDownIsBelieved() {
        assertThat(patience.with(0, List.of(SILENT))).containsExactly(SILENT);
        patience.with(1, List.of(UP));
        assertThat(patience.with(2, List.of(DOWN))).containsExactly(DOWN);
    }
}
