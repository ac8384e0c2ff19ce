package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies pass through and are not kept, whoever is slow. */
class BodiesIT extends LaneTest {

    private static final int BIG = 100 << 20;

    /** What two pairs of sockets and a gateway may hold of a body nobody takes, generously: Linux lets a pair have 10 MiB. */
    private static final long HELD = 40L << 20;

    private static final byte[] PART = Rig.pattern(251 * 256);

    @Test
    void aBigAnswerToASlowClientIsNotKeptInTheGateway() throws Exception {
        AtomicLong written = new AtomicLong();
        rig.worker().script(request -> {
            request.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + BIG + "\r\n\r\n");
            writeBig(request::write, written);
            request.close();
        });
        try (RawClient client = new RawClient(rig.port(), 16 << 10)) {
            Head head = client.get("/big").head();
            assertThat(head.status()).isEqualTo(200);
            awaitStandstill(written);
            assertThat(written.get()).as("bytes the worker was rid of").isLessThan(HELD);
            assertBig(client.raw());
            rig.worker().script(ScriptedWorker.CLOSING);
            assertThat(client.get("/again").head().status()).isEqualTo(200);
        }
    }

    @Test
    void aBigRequestToASlowWorkerIsNotKeptInTheGateway() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        rig.worker().script(request -> {
            read.await();
            assertBig(request.reader().raw());
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwhole");
            request.close();
        });
        AtomicLong written = new AtomicLong();
        try (RawClient client = rig.client()) {
            client.request("POST", "/big", "Content-Length: " + BIG);
            Thread sender = new Thread(() -> {
                try {
                    writeBig(client::send, written);
                } catch (IOException e) {
                    // The answer will not come.
                }
            });
            sender.start();
            awaitStandstill(written);
            assertThat(written.get()).as("bytes the client was rid of").isLessThan(HELD);
            read.countDown();
            assertThat(client.patience(60_000).answer().text()).isEqualTo("whole");
            sender.join();
        }
    }

    @Test
    void theBeginningOfABodyIsPassedOnBeforeItsEnd() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        rig.worker().script(request -> {
            assertThat(request.reader().textOfChunk()).isEqualTo("first");
            arrived.countDown();
            assertThat(request.reader().textOfChunk()).isEqualTo("second");
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nboth");
            request.close();
        });
        try (RawClient client = rig.client()) {
            client.request("POST", "/", "Transfer-Encoding: chunked").send("5\r\nfirst\r\n");
            arrived.await();
            client.send("6\r\nsecond\r\n0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("both");
        }
    }

    @Test
    void aClientThatGoesAwayEndsWhatTheWorkerDoesForIt() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        rig.worker().script(request -> {
            began.countDown();
            ended.set(request.awaitEnd());
        });
        RawClient client = rig.client().get("/slow");
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        client.reset();
        Rig.await("the worker's connection to end", ended::get);
    }

    @Test
    void aClientThatGoesAwayInTheMiddleOfItsBodyEndsTheWorkersConnection() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        AtomicBoolean whole = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        rig.worker().script(request -> {
            began.countDown();
            try {
                request.body();
                whole.set(true);
            } finally {
                ended.countDown();
            }
        });
        RawClient client = rig.client();
        client.request("POST", "/upload", "Content-Length: 1000000").send(new byte[20_000]);
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        client.reset();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(whole).isFalse();
    }

    @Test
    void aClientThatGoesAwayInTheMiddleOfAnAnswerEndsTheWorkersConnection() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        rig.worker().script(request -> {
            try {
                request.write("HTTP/1.1 200 OK\r\nContent-Length: " + BIG + "\r\n\r\n");
                writeBig(request::write, written);
            } finally {
                ended.countDown();
            }
        });
        RawClient client = new RawClient(rig.port(), 16 << 10).get("/big");
        assertThat(client.head().status()).isEqualTo(200);
        client.reset();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(written.get()).isLessThan(BIG);
    }

    @Test
    void aClientThatAsksBeforeItSendsIsToldToGoOn() throws Exception {
        try (RawClient client = rig.client().patience(3_000)) {
            client.request("POST", "/", "Expect: 100-continue", "Content-Length: 5");
            Head first = client.head();
            assertThat(first.status()).isEqualTo(100);
            assertThat(first.fields()).as("the fields of 100 Continue").isEmpty();
            client.send("hello");
            assertThat(client.answer().text()).isEqualTo("worker: POST / hello");
            assertThat(client.get("/next").answer().text()).isEqualTo("worker: GET /next ");
        }
    }

    @Test
    void anExpectationThatIsUnknownIsRefused() throws Exception {
        try (RawClient client = rig.client().patience(3_000)) {
            client.request("POST", "/", "Expect: the-unexpected", "Content-Length: 5")
                    .send("hello");
            assertThat(client.answer().status()).isEqualTo(417);
        }
    }

    @Test
    void anAnswerInManyChunksArrivesWhole() throws Exception {
        byte[] part = Rig.pattern(3_001);
        rig.worker().script(request -> {
            request.body();
            request.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
            for (int i = 0; i < 500; i++) {
                request.write(Integer.toHexString(part.length) + "\r\n");
                request.write(part);
                request.write("\r\n");
            }
            request.write("0\r\n\r\n");
            request.close();
        });
        try (RawClient client = rig.client()) {
            byte[] all = client.get("/").answer().body().bytes();
            assertThat(all).hasSize(500 * part.length);
            for (int i = 0; i < all.length; i++) {
                assertThat(all[i]).isEqualTo(part[i % part.length]);
            }
        }
    }

    private interface Sink {
        void write(byte[] bytes) throws IOException;
    }

    private static void writeBig(Sink sink, AtomicLong written) throws IOException {
        while (written.get() < BIG) {
            int length = (int) Math.min(PART.length, BIG - written.get());
            sink.write(length == PART.length ? PART : Arrays.copyOf(PART, length));
            written.addAndGet(length);
        }
    }

    private static void assertBig(InputStream in) throws IOException {
        long read = 0;
        byte[] buffer = new byte[1 << 16];
        while (read < BIG) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, BIG - read));
            assertThat(count).as("bytes after %d", read).isPositive();
            for (int i = 0; i < count; i += 97) {
                if (buffer[i] != (byte) ((read + i) % 251)) {
                    throw new AssertionError("another byte at " + (read + i));
                }
            }
            read += count;
        }
    }

    /** No more is taken for a second, though there is more. */
    private static void awaitStandstill(AtomicLong written) throws Exception {
        long[] last = {-1, System.nanoTime()};
        Rig.await("a standstill", () -> {
            long now = written.get();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return now > 0 && System.nanoTime() - last[1] > 1_000_000_000L;
        });
    }
}
