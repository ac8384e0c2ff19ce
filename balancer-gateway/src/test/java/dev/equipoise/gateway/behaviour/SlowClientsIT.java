package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that never finish what they began: they are cut off in time, and others are served meanwhile. */
@ParameterizedClass
@MethodSource("dev.equipoise.gateway.behaviour.Lane#tried")
class SlowClientsIT {

    private static final int SLOW = 100;

    /** Opened and closed between tests, by the one thread that runs them. */
    private static Rig rig;

    @Parameter
    Lane lane;

    @BeforeParameterizedClassInvocation
    static void open(Lane lane) {
        rig = Rig.open(lane, lane.shortLimits());
    }

    @AfterParameterizedClassInvocation
    static void close() throws Exception {
        rig.close();
    }

    @BeforeEach
    void forget() {
        rig.worker().forget();
    }

    @Test
    void whoNeverEndsAHeadIsCutOffAndOthersAreServed() throws Exception {
        List<RawClient> slow = many("GET / HTTP/1.1\r\nHost: h\r\nX: ");
        othersAreServed();
        assertCutOff(slow);
        close(slow);
        assertThat(rig.worker().targets()).doesNotContain("/");
    }

    /** A byte now and then does not make it last longer. */
    @Test
    void whoSendsAHeadByDropsIsCutOffAllTheSame() throws Exception {
        try (RawClient client = rig.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nX: ");
            Rig.await("the end", () -> {
                Thread.sleep(100);
                return isBroken(client);
            });
        }
    }

    @Test
    void whoNeverEndsABodyIsCutOffAndOthersAreServed() throws Exception {
        List<RawClient> slow = many("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nx");
        othersAreServed();
        assertCutOff(slow);
        Rig.await("the worker to be rid of them", () -> rig.worker().open() == 0);
        close(slow);
        assertThat(rig.worker().whole())
                .noneMatch(request -> request.head().target().equals("/"));
    }

    /** A byte now and then satisfies the idle rule, not this one. No worker hears of it where the length of the body is declared. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoSendsABodyByDropsIsCutOff(boolean chunked) throws Exception {
        String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 100000";
        try (RawClient client = rig.client().request("POST", "/drops", framing)) {
            dripUntilAnswered(client, chunked ? "1\r\nx\r\n" : "x");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.head().all("Connection")).containsExactly("close");
            assertThat(client.isEnded()).isTrue();
        }
        Rig.await("the worker to be rid of it", () -> rig.worker().open() == 0);
        assertThat(rig.worker().requests()).hasSize(chunked ? 1 : 0);
        assertThat(rig.worker().whole()).isEmpty();
    }

    /** What comes beside the size of a chunk is nothing of the body. */
    @Test
    void whoSendsTheHeadOfAChunkByDropsIsCutOff() throws Exception {
        try (RawClient client = rig.client().request("POST", "/drops", "Transfer-Encoding: chunked")) {
            client.send("1;x=");
            dripUntilAnswered(client, "y");
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.isEnded()).isTrue();
        }
        Rig.await("the worker to be rid of it", () -> rig.worker().open() == 0);
        assertThat(rig.worker().whole()).isEmpty();
    }

    /** There is one answer to a request: what has begun is broken off. */
    @Test
    void whoSendsABodyByDropsUnderAnAnswerHearsNoEndOfIt() throws Exception {
        rig.worker().script(request -> {
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome");
            request.reader().raw().transferTo(OutputStream.nullOutputStream());
        });
        try (RawClient client = rig.client().request("POST", "/drops", "Transfer-Encoding: chunked")) {
            Head head = client.send("1\r\nx\r\n").head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(client.raw().readNBytes(4)).asString().isEqualTo("some");
            Rig.await("the end", () -> {
                Thread.sleep(100);
                return isBroken(client);
            });
            assertThat(client.isEnded()).isTrue();
        }
        Rig.await("the worker to be rid of it", () -> rig.worker().open() == 0);
    }

    /** Slow, but faster than it must be, and for longer than the grace. */
    @Test
    void whoSendsABodySlowlyIsServed() throws Exception {
        try (RawClient client = rig.client().request("POST", "/slowly", "Content-Length: 90000")) {
            for (int i = 0; i < 30; i++) {
                client.send("x".repeat(3_000));
                Thread.sleep(100);
            }
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(rig.worker().whole()).hasSize(1);
    }

    @Test
    void whoSaysNothingIsCutOff() throws Exception {
        List<RawClient> slow = many("");
        othersAreServed();
        assertCutOff(slow);
        close(slow);
    }

    private List<RawClient> many(String beginning) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            clients.add(rig.client().patience(6_000).send(beginning));
        }
        return clients;
    }

    private static void dripUntilAnswered(RawClient client, String drop) throws Exception {
        Rig.await("the answer", () -> {
            Thread.sleep(100);
            return client.raw().available() > 0 || isBroken(client, drop);
        });
    }

    private void othersAreServed() throws Exception {
        try (RawClient client = rig.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/others").answer().status()).isEqualTo(200);
            }
        }
    }

    /** With 408, or without a word. */
    private static void assertCutOff(List<RawClient> clients) throws Exception {
        for (RawClient client : clients) {
            int first = readOrEnd(client);
            if (first >= 0) {
                assertThat((char) first).isEqualTo('H');
                assertThat(new String(client.raw().readNBytes(11), StandardCharsets.ISO_8859_1))
                        .isEqualTo("TTP/1.1 408");
            }
        }
    }

    private static int readOrEnd(RawClient client) throws Exception {
        try {
            return client.raw().read();
        } catch (java.net.SocketException reset) {
            return -1;
        }
    }

    private static boolean isBroken(RawClient client) {
        return isBroken(client, "x");
    }

    private static boolean isBroken(RawClient client, String drop) {
        try {
            client.send(drop);
            return false;
        } catch (java.io.IOException broken) {
            return true;
        }
    }

    private static void close(List<RawClient> clients) throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
    }
}
