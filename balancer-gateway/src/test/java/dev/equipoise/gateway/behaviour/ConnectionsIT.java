package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What connections carry one after the other, on either side. */
class ConnectionsIT extends LaneTest {

    private int before;

    @BeforeEach
    void keep() {
        rig.worker().script(ScriptedWorker.KEEPING);
        before = rig.worker().accepted();
    }

    @Test
    void oneConnectionIsEnoughForOneRequestAfterTheOther() throws Exception {
        try (RawClient client = rig.client()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/" + i).answer().text()).isEqualTo("worker: GET /" + i + " ");
            }
        }
        assertThat(rig.worker().accepted() - before).isEqualTo(1);
    }

    @Test
    void requestsSentAtOnceAreAnsweredInTheirOrder() throws Exception {
        rig.worker().script(request -> {
            request.body();
            // The first waits until the others could have overtaken it, if they are sent at once.
            if (request.head().target().equals("/0")) {
                Thread.sleep(200);
            }
            request.answer();
        });
        try (RawClient client = rig.client()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                all.append(
                        i % 3 == 2
                                ? "POST /" + i + " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody"
                                : "GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
            }
            client.send(all.toString());
            for (int i = 0; i < 20; i++) {
                String method = i % 3 == 2 ? "POST" : "GET";
                assertThat(client.answer().text()).startsWith("worker: " + method + " /" + i + " ");
            }
        }
    }

    @Test
    void aClientThatAsksForTheEndGetsIt() throws Exception {
        try (RawClient client = rig.client()) {
            client.get("/", "Connection: close");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(rig.worker().open())
                .as("the worker's connection is not the client's")
                .isPositive();
    }

    /** What a server does whose idle time is over: it ends a connection without having said so. */
    @Test
    void aWorkerThatEndsConnectionsBehindItsAnswersLosesNoRequest() throws Exception {
        int[] served = {0};
        rig.worker().script(request -> {
            request.answer();
            if (++served[0] % 3 == 0) {
                request.close();
            }
        });
        try (RawClient client = rig.client()) {
            for (int i = 1; i <= 60; i++) {
                assertThat(client.get("/" + i).answer().status()).isEqualTo(200);
                if (i % 3 == 0) {
                    Rig.await("the worker to have ended it", () -> rig.worker().open() == 0);
                }
            }
        }
        assertThat(rig.worker().targets()).as("nothing was asked twice").doesNotHaveDuplicates();
    }

    /** The end and the next request cross: the worker may have begun with nothing, so asking once more does no harm. */
    @Test
    void aConnectionThatEndsUnderAGetIsNoFailure() throws Exception {
        endEachConnectionUnderItsSecondRequest();
        try (RawClient client = rig.client()) {
            assertThat(client.get("/1").answer().status()).isEqualTo(200);
            assertThat(client.get("/2").answer().status()).isEqualTo(200);
        }
        assertThat(rig.worker().targets()).containsExactly("/1", "/2", "/2");
    }

    @Test
    void aConnectionThatEndsUnderAPostIsAFailureAndThePostIsNotSentAgain() throws Exception {
        endEachConnectionUnderItsSecondRequest();
        try (RawClient client = rig.client()) {
            assertThat(client.get("/1").answer().status()).isEqualTo(200);
            client.request("POST", "/2", "Content-Length: 4").send("body");
            assertThat(client.answer().status()).isEqualTo(502);
        }
        assertThat(rig.worker().targets()).containsExactly("/1", "/2");
    }

    private void endEachConnectionUnderItsSecondRequest() {
        Set<Integer> used = ConcurrentHashMap.newKeySet();
        rig.worker().script(request -> {
            if (used.add(request.connection())) {
                request.answer();
            } else {
                request.body();
                request.close();
            }
        });
    }

    @Test
    void manyClientsAtATimeGetTheirOwnAnswers() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        rig.worker().script(request -> {
            all.countDown();
            all.await();
            request.answer();
        });
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(rig.client().get("/" + i));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(clients.get(i).answer().text()).isEqualTo("worker: GET /" + i + " ");
            clients.get(i).close();
        }
        assertThat(rig.worker().targets())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "/" + i).toList());
    }
}
