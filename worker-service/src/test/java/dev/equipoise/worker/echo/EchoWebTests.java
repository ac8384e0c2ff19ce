package dev.equipoise.worker.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.worker.WorkerFixture;
import dev.equipoise.worker.WorkerFixture.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"LOAD_BALANCER_REGISTER="})
class EchoWebTests {

    private final WorkerFixture worker;

    EchoWebTests(@LocalServerPort int port) {
        worker = new WorkerFixture(port);
    }

    @Test
    void showsTheRequestAsItArrived() {
        Answer answer = worker.send(
                "PUT",
                "/echo/a%20b?x=1&x=%32",
                BodyPublishers.ofString("grüß"),
                "X-Key",
                "one",
                "X-Key",
                "two",
                "X-Forwarded-For",
                "10.0.0.1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("application/json");
        assertThat(answer.json().path("method").asString()).isEqualTo("PUT");
        assertThat(answer.json().path("path").asString()).isEqualTo("/echo/a%20b");
        assertThat(answer.json().path("query").asString()).isEqualTo("x=1&x=%32");
        assertThat(answer.json().path("headers").path("X-Key").toString()).isEqualTo("[\"one\",\"two\"]");
        assertThat(answer.json().path("headers").path("X-Forwarded-For").toString())
                .isEqualTo("[\"10.0.0.1\"]");
        assertThat(answer.json().path("length").asInt()).isEqualTo(6);
        assertThat(answer.json().path("body").asString()).isEqualTo("grüß");
    }

    @Test
    void hasNoQueryAndNoBodyWhereThereWasNone() {
        Answer answer = worker.send("GET", "/echo");

        assertThat(answer.json().path("query").isNull()).isTrue();
        assertThat(answer.json().path("body").asString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void leavesFormsAsTheyAre(String method) {
        Answer form = worker.send(
                method,
                "/echo",
                BodyPublishers.ofString("a=1&b=2"),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(form.json().path("body").asString()).isEqualTo("a=1&b=2");

        Answer multipart = worker.send(
                method,
                "/echo",
                BodyPublishers.ofString("--x--\r\n"),
                "Content-Type",
                "multipart/form-data; boundary=x");
        assertThat(multipart.json().path("body").asString()).isEqualTo("--x--\r\n");
    }

    @Test
    void takesABodyThatJustFits() {
        Answer answer = worker.send("POST", "/echo", BodyPublishers.ofByteArray(new byte[EchoController.MAX_BODY]));

        assertThat(answer.json().path("length").asInt()).isEqualTo(EchoController.MAX_BODY);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        byte[] large = new byte[EchoController.MAX_BODY + 1];

        assertTooLarge(BodyPublishers.ofByteArray(large));
        // Chunked: its length shows only as it is read.
        assertTooLarge(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    }

    private void assertTooLarge(BodyPublisher body) {
        Answer answer = worker.send("POST", "/echo", body);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asString()).isEqualTo("https://equipoise.dev/problems/content-too-large");
    }
}
