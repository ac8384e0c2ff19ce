package dev.equipoise.registry.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes over the wire, to the letter: whoever changes it here changes it for every client. */
class ServerSentEventJsonTest {

    @Test
    void aWorkerThatIsIn() {
        Worker worker = new Worker(
                "demo-1",
                URI.create("http://10.0.0.3:8080"),
                Set.of("images", "default"),
                "zone-a",
                new Capacity(8, 100),
                2.5,
                WorkerStatus.DRAINING,
                7,
                1795255200250000L);

        assertThat(text(ServerSentEvent.of(new Change("1795255200250-0", 17, Change.Kind.DRAINING, "demo-1", worker))))
                .isEqualTo("id: 1795255200250-0\nevent: draining\n"
                        + "data: {\"kind\":\"draining\",\"id\":\"demo-1\",\"version\":17,\"worker\":{\"id\":\"demo-1\","
                        + "\"address\":\"http://10.0.0.3:8080\",\"services\":[\"default\",\"images\"],"
                        + "\"status\":\"DRAINING\",\"zone\":\"zone-a\","
                        + "\"capacity\":{\"maxConnections\":8,\"maxBandwidthMbps\":100,\"cores\":0,\"memoryMb\":0},\"weight\":2.5,"
                        + "\"epoch\":1795255200250000}}\n\n");
    }

    @Test
    void aWorkerThatIsOut() {
        assertThat(text(ServerSentEvent.of(new Change("5-0", 18, Change.Kind.EXPIRED, "demo-1", null))))
                .isEqualTo("id: 5-0\nevent: expired\n"
                        + "data: {\"kind\":\"expired\",\"id\":\"demo-1\",\"version\":18,\"worker\":null}\n\n");
    }

    @Test
    void whatIsNoChange() {
        assertThat(text(ServerSentEvent.resync("5-0"))).isEqualTo("id: 5-0\nevent: resync\ndata: {}\n\n");
        assertThat(text(ServerSentEvent.resync(null))).isEqualTo("event: resync\ndata: {}\n\n");
        assertThat(text(ServerSentEvent.closing(ServerSentEvent.Reason.SLOW)))
                .isEqualTo("event: closing\ndata: {\"reason\":\"slow\"}\n\n");
        assertThat(text(ServerSentEvent.closing(ServerSentEvent.Reason.SHUTDOWN)))
                .isEqualTo("event: closing\ndata: {\"reason\":\"shutdown\"}\n\n");
    }

    private static String text(ServerSentEvent event) {
        return new String(event.bytes(), StandardCharsets.UTF_8);
    }
}
