package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Server-sent events and other answers that take their time: what has come is passed on. */
class EventStreamIT extends LaneTest {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Test
    void anEventIsPassedOnBeforeTheNextOneIsSent() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        rig.worker().script(request -> {
            request.write(HEAD + "9\r\ndata: 1\n\n\r\n");
            had.await();
            request.write("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
            request.close();
        });
        try (RawClient client = rig.client()) {
            Head head = client.get("/events", "Accept: text/event-stream").head();
            assertThat(head.one("Content-Type")).isEqualTo("text/event-stream");
            assertThat(client.reader().textOfChunk()).isEqualTo("data: 1\n\n");
            had.countDown();
            assertThat(client.reader().textOfChunk()).isEqualTo("data: 2\n\n");
            assertThat(client.reader().chunk()).isEmpty();
        }
    }

    @Test
    void theHeadIsPassedOnBeforeTheFirstEvent() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        rig.worker().script(request -> {
            request.write(HEAD);
            had.await();
            request.write("9\r\ndata: 1\n\n\r\n0\r\n\r\n");
            request.close();
        });
        try (RawClient client = rig.client().patience(3_000)) {
            assertThat(client.get("/events").head().status()).isEqualTo(200);
        } finally {
            had.countDown();
        }
    }

    @Test
    void aListenerThatLeavesEndsTheStream() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        rig.worker().script(request -> {
            request.write(HEAD + "9\r\ndata: 1\n\n\r\n");
            ended.set(request.awaitEnd());
        });
        RawClient client = rig.client().get("/events");
        assertThat(client.head().status()).isEqualTo(200);
        assertThat(client.reader().textOfChunk()).isEqualTo("data: 1\n\n");
        client.close();
        Rig.await("the worker to be told", ended::get);
    }

    @Test
    void aWorkerThatDiesInAStreamIsNoticed() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        rig.worker().script(request -> {
            request.write(HEAD + "9\r\ndata: 1\n\n\r\n");
            had.await();
            request.reset();
        });
        try (RawClient client = rig.client()) {
            assertThat(client.get("/events").head().status()).isEqualTo(200);
            assertThat(client.reader().textOfChunk()).isEqualTo("data: 1\n\n");
            had.countDown();
            assertThat(client.isEnded()).as("broken off, without a last chunk").isTrue();
        } finally {
            had.countDown();
        }
    }
}
