package dev.equipoise.gateway.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import dev.equipoise.gateway.forward.Outcome;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private final Sightings sightings = new Sightings();

    @Test
    void eachOutcomeIsCountedAsWhatItIs() {
        saw("b", Outcome.SUCCEEDED, Outcome.FAILED, Outcome.FRAMING, Outcome.REFUSED, Outcome.REFUSED);
        saw("a", Outcome.SUCCEEDED);
        assertThat(sightings.take()).containsExactly(new Sight("a", 1, 0, 0, 0), new Sight("b", 3, 2, 2, 1));
        assertThat(sightings.take()).isEmpty();
    }

    @Test
    void nothingIsLostAmongThreadsWhileNobodyTakes() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int request = 0; request < 5_000; request++) {
                    saw("w-" + request % 10, request % 2 == 0 ? Outcome.SUCCEEDED : Outcome.FAILED);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<Sight> seen = sightings.take();
        assertThat(seen).hasSize(10);
        assertThat(seen.stream().mapToInt(Sight::requests).sum()).isEqualTo(20_000);
        assertThat(seen.stream().mapToInt(Sight::failures).sum()).isEqualTo(10_000);
    }

    private void saw(String worker, Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            sightings.saw(Worker.of(worker, URI.create("http://127.0.0.1:1")), outcome);
        }
    }
}
