package dev.equipoise.console.happening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HappeningsTest {

    private final Happenings happenings = new Happenings(3, InstantSource.fixed(Instant.EPOCH));

    @Test
    void theLastAreKeptAndListenersHearAllInOrder() {
        List<Long> heard = new ArrayList<>();
        happenings.listen(happening -> heard.add(happening.number()));

        for (int i = 0; i < 5; i++) {
            happenings.add("joined", Tone.OK, "w", "w joined");
        }

        assertThat(happenings.last()).extracting(Happening::number).containsExactly(3L, 4L, 5L);
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aSentenceHasAnEnd() {
        happenings.add("action", Tone.INFO, "w", "x".repeat(10_000));

        assertThat(happenings.last().get(0).text()).hasSizeLessThan(510);
    }

    @Test
    void eventsAreReadFromAStream() throws IOException {
        EventLines lines = new EventLines(new StringReader(
                "retry: 2000\n\n:\n\nid: 7-0\nevent: joined\ndata: {\"id\":\"w\"}\n\nevent: cut off\ndata: {"));

        assertThat(lines.next()).isEqualTo(new EventLines.Event("joined", "{\"id\":\"w\"}"));
        assertThat(lines.id()).isEqualTo("7-0");
        assertThat(lines.next()).isNull();
    }

    @Test
    void anEventWithoutEndEndsTheStream() {
        EventLines lines = new EventLines(new StringReader("data: " + "x".repeat(2_000_000)));

        assertThatIOException().isThrownBy(lines::next);
    }
}
