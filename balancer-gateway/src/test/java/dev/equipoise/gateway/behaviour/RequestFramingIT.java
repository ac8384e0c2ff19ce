package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a client's bytes is a request, and that nothing else reaches a worker as one. */
class RequestFramingIT extends LaneTest {

    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

    @ParameterizedTest
    @EnumSource(BadRequest.class)
    void aBadRequestIsRefusedAndItsConnectionEnded(BadRequest bad) throws Exception {
        try (RawClient client = rig.client().patience(3_000)) {
            client.send(bad.text() + NEXT);
            try {
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).as(answer.text()).isIn(bad.statuses());
                assertThat(client.isEnded()).as("the connection is ended").isTrue();
            } finally {
                client.drain();
            }
        }
        assertThat(rig.worker().targets()).as("what reached the worker").isEmpty();
        assertThat(rig.worker().faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BadChunk.class)
    void aBadChunkedBodyNeverBecomesAWholeOne(BadChunk bad) throws Exception {
        try (RawClient client = rig.client().patience(3_000)) {
            client.request("POST", "/chunked", "Transfer-Encoding: chunked").send("6\r\nbefore\r\n");
            // From here on a gateway that passes bodies on has something to break off.
            Rig.await("the worker to have begun", () -> !rig.worker().requests().isEmpty());
            client.send(bad.text() + NEXT);
            try {
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).as(answer.text()).isIn(400, 413, 414, 431);
                assertThat(client.isEnded()).as("the connection is ended").isTrue();
            } catch (IOException withoutAnAnswer) {
                assertThat(withoutAnAnswer).isNotInstanceOf(SocketTimeoutException.class);
            } finally {
                client.drain();
            }
        }
        assertThat(rig.worker().targets()).doesNotContain("/smuggled");
        assertThat(rig.worker().faults()).isEmpty();
        assertThat(rig.worker().whole()).as("taken for whole").isEmpty();
    }

    /** Where it is a matter of which thread is first, once proves nothing. */
    @Test
    void aBadChunkedBodyNeverBecomesAWholeOneHoweverOften() throws Exception {
        for (int i = 0; i < 300; i++) {
            int begun = i;
            try (RawClient client = rig.client()) {
                client.request("POST", "/" + i, "Transfer-Encoding: chunked").send("6\r\nbefore\r\n");
                Rig.await(
                        "the worker to have begun",
                        () -> rig.worker().requests().size() > begun);
                client.send(BadChunk.NO_NUMBER.text());
                client.drain();
            }
            assertThat(rig.worker().whole()).as("taken for whole after %d", i).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n'",
        "'5;a=b;c=\"d\"\r\nhello\r\n06\r\n world\r\n000\r\nX-T: 1\r\n\r\n'"
    })
    void aGoodChunkedBodyArrivesWhole(String body) throws Exception {
        try (RawClient client = rig.client()) {
            client.request("POST", "/chunked", "Transfer-Encoding: chunked").send(body);
            assertThat(client.answer().text()).isEqualTo("worker: POST /chunked hello world");
        }
    }

    @Test
    void aBodyThatEndsEarlyIsNoWholeOne() throws Exception {
        for (String framing : List.of("Content-Length: 11", "Transfer-Encoding: chunked")) {
            try (RawClient client = rig.client()) {
                client.request("POST", "/short", framing).send("5\r\nhello\r\n");
                // Whatever the gateway does with half a body, it may have begun to pass it on.
            }
        }
        try (RawClient client = rig.client()) {
            assertThat(client.get("/after").answer().text()).isEqualTo("worker: GET /after ");
        }
        Rig.await("the worker to be rid of them", () -> rig.worker().open() == 0);
        assertThat(rig.worker().whole())
                .extracting(request -> request.head().target())
                .containsExactly("/after");
        assertThat(rig.worker().faults()).isEmpty();
    }

    @Test
    void theAuthorityOfAnAbsoluteTargetIsTheHost() throws Exception {
        try (RawClient client = rig.client()) {
            client.send("GET http://target.test:81/a/b?c=d HTTP/1.1\r\nHost: other.test\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("worker: GET /a/b?c=d ");
        }
        Head seen = rig.worker().requests().get(0).head();
        assertThat(seen.all("X-Forwarded-Host").isEmpty() ? seen.all("Host") : seen.all("X-Forwarded-Host"))
                .as("the host a worker goes by")
                .containsExactly("target.test:81");
        assertThat(seen.all("Host")).doesNotContain("other.test");
    }

    @Test
    void optionsOfEverythingReachAWorker() throws Exception {
        try (RawClient client = rig.client().patience(3_000)) {
            assertThat(client.request("OPTIONS", "*").answer().status()).isEqualTo(200);
        }
        assertThat(rig.worker().targets()).containsExactly("*");
    }

    @Test
    void emptyLinesBeforeARequestAreNothing() throws Exception {
        try (RawClient client = rig.client()) {
            client.send("\r\n\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("worker: GET /a ");
        }
    }

    @Test
    void anOldClientGetsAnAnswerAndAnEnd() throws Exception {
        try (RawClient client = rig.client()) {
            client.send("GET /a HTTP/1.0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("worker: GET /a ");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void anUnknownMethodIsTheWorkersBusiness() throws Exception {
        try (RawClient client = rig.client()) {
            client.request("PURGE", "/a");
            assertThat(client.answer().text()).isEqualTo("worker: PURGE /a ");
        }
    }
}
