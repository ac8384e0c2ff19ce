package dev.equipoise.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.PickTrace;
import java.net.URI;
import org.junit.jupiter.api.Test;

class TriesTest {

    private final Worker worker = Worker.of("w-1", URI.create("http://127.0.0.1:9001"));
    private final PickTrace trace = new PickTrace();

    @Test
    void theNextTryIsTheSameRequestWithoutThoseWhoHadIt() {
        Tries tries = new Tries(PickRequest.keyed("k").traced(trace));
        assertThat(tries.next().tried()).isEmpty();
        assertThat(tries.next().trace()).isSameAs(trace);

        tries.begin(worker, new PeakEwmaLoadTracker(() -> 0).start(worker));
        assertThat(tries.next().tried()).containsExactly("w-1");
        assertThat(tries.next().hashKey()).isEqualTo("k");
        assertThat(tries.next().trace()).isSameAs(trace);
    }
}
