package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a worker's bytes is an answer, and whose. */
class AnswerFramingIT extends LaneTest {

    @ParameterizedTest
    @EnumSource(BadAnswer.class)
    void aBadAnswerNeverBecomesAWholeOne(BadAnswer bad) throws Exception {
        rig.worker().script(request -> {
            request.body();
            request.write(bad.text());
            request.close();
        });
        try (RawClient client = rig.client().patience(5_000)) {
            try {
                RawClient.Answer answer =
                        client.request("POST", "/", "Content-Length: 0").answer();
                assertThat(answer.status()).as(answer.text()).isBetween(500, 504);
                assertThat(answer.text()).doesNotContain("hello").doesNotContain("Exception");
            } catch (IOException broken) {
                assertThat(broken).as("broken off").isNotInstanceOf(SocketTimeoutException.class);
                assertThat(client.isEnded()).as("the connection is ended").isTrue();
            }
        }
    }

    @Test
    void whatFollowsAnAnswerIsNobodysAnswer() throws Exception {
        rig.worker().script(request -> {
            request.body();
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        });
        for (int i = 0; i < 10; i++) {
            try (RawClient client = rig.client().patience(3_000)) {
                RawClient.Answer answer = client.get("/" + i).answer();
                assertThat(answer.text()).isEqualTo("mine");
            }
        }
        assertThat(rig.worker().requests().stream()
                        .map(ScriptedWorker.Request::connection)
                        .distinct())
                .as("a connection each")
                .hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void anAnswerWithoutABodyHasNone(int status) throws Exception {
        rig.worker().script(request -> {
            request.body();
            request.write("HTTP/1.1 " + status + " X\r\nETag: \"a\"\r\n\r\n");
        });
        try (RawClient client = rig.client()) {
            assertThat(client.get("/1").answer().status()).isEqualTo(status);
            Head second = client.get("/2").answer().head();
            assertThat(second.status()).isEqualTo(status);
            assertThat(second.one("ETag")).isEqualTo("\"a\"");
        }
    }

    @Test
    void theHeadOfWhatWouldBeAskedForHasItsLengthAndNoBody() throws Exception {
        rig.worker().script(request -> request.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
        try (RawClient client = rig.client()) {
            for (int i = 0; i < 3; i++) {
                RawClient.Answer answer = client.request("HEAD", "/" + i).answerTo("HEAD");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.head().one("Content-Length")).isEqualTo("1000");
            }
        }
    }

    @Test
    void aBodyThatLastsUntilTheEndArrivesWhole() throws Exception {
        rig.worker().script(request -> {
            request.body();
            request.write("HTTP/1.1 200 OK\r\n\r\nhello ");
            request.write("world");
            request.close();
        });
        try (RawClient client = rig.client()) {
            assertThat(client.get("/").answer().text()).isEqualTo("hello world");
        }
    }

    @Test
    void aBodyThatWouldLastUntilTheEndButIsResetIsNotWhole() throws Exception {
        rig.worker().script(request -> {
            request.body();
            request.write("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000));
            request.reset();
        });
        assertBrokenOff();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void aResetInMidBodyIsSeenByTheClient(String framing) throws Exception {
        rig.worker().script(request -> {
            request.body();
            request.write("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n10000\r\n" + "x".repeat(30_000));
            request.reset();
        });
        assertBrokenOff();
    }

    private void assertBrokenOff() throws IOException {
        try (RawClient client = rig.client().patience(5_000)) {
            RawClient.Answer answer = client.get("/").answer();
            assertThat(answer.status())
                    .as("a whole answer of %d bytes", answer.text().length())
                    .isEqualTo(502);
        } catch (IOException broken) {
            assertThat(broken).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void anEarlyHintComesBeforeTheAnswer() throws Exception {
        rig.worker().script(request -> {
            request.body();
            request.write("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
            request.answer("Connection: close");
            request.close();
        });
        try (RawClient client = rig.client().patience(3_000)) {
            Head first = client.get("/").head();
            assertThat(first.status()).isEqualTo(103);
            assertThat(first.one("Link")).contains("/a.css");
            assertThat(client.answer().text()).isEqualTo("worker: GET / ");
        }
    }

    @Test
    void anEarlyHintDoesNotHinderTheAnswer() throws Exception {
        for (String status : List.of("103 Early Hints", "102 Processing", "100 Continue")) {
            rig.worker().script(request -> {
                request.body();
                request.write("HTTP/1.1 " + status + "\r\n\r\n");
                request.answer("Connection: close");
                request.close();
            });
            try (RawClient client = rig.client().patience(3_000)) {
                assertThat(client.get("/").answer().text()).as(status).isEqualTo("worker: GET / ");
            }
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestIsPassedOn() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        rig.worker().script(request -> {
            request.write("HTTP/1.1 413 X\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
            had.await();
            request.close();
        });
        try (RawClient client = rig.client().patience(3_000)) {
            client.request("POST", "/", "Content-Length: 1000000").send("x".repeat(20_000));
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).isEqualTo("big");
        } finally {
            had.countDown();
        }
    }

    @Test
    void trailersOfAnAnswerArrive() throws Exception {
        rig.worker().script(request -> {
            request.body();
            request.write(
                    "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n");
        });
        try (RawClient client = rig.client()) {
            RawClient.Answer answer = client.get("/", "TE: trailers").answer();
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.trailers()).containsExactly("X-Sum: 7");
        }
    }

    @Test
    void trailersOfARequestArrive() throws Exception {
        try (RawClient client = rig.client()) {
            client.request("POST", "/", "Transfer-Encoding: chunked", "Trailer: X-Sum")
                    .send("5\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("worker: POST / hello");
        }
        assertThat(rig.worker().whole().get(0).body().trailers()).containsExactly("X-Sum: 7");
    }
}
