package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Pace pace = new Pace(channel.eventLoop());
    private final List<Integer> begun = new ArrayList<>();

    PaceTest() {
        channel.freezeTime();
    }

    private void come(int from, int to) {
        IntStream.range(from, to).forEach(number -> pace.begin(() -> begun.add(number)));
    }

    private void aMillisecondPasses() {
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void whoComesAloneBeginsAtOnce() {
        come(0, 1);
        assertThat(begun).containsExactly(0);
        aMillisecondPasses();
        come(1, 2);
        assertThat(begun).containsExactly(0, 1);
    }

    @Test
    void aCrowdBeginsOneByOneAndInOrder() {
        come(0, 3);
        assertThat(begun).containsExactly(0);
        aMillisecondPasses();
        assertThat(begun).containsExactly(0, 1);
        come(3, 4);
        aMillisecondPasses();
        assertThat(begun).containsExactly(0, 1, 2);
        aMillisecondPasses();
        assertThat(begun).containsExactly(0, 1, 2, 3);
    }

    /** What begins may be over at once, and the next one comes of it. */
    @Test
    void whatBeginsMayBringTheNextOne() {
        pace.begin(() -> {
            begun.add(0);
            come(1, 2);
        });
        come(2, 3);
        assertThat(begun).containsExactly(0);
        aMillisecondPasses();
        aMillisecondPasses();
        assertThat(begun).containsExactly(0, 1, 2);
    }
}
