package dev.equipoise.worker.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.worker.WorkerFixture;
import dev.equipoise.worker.WorkerFixture.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"NAME=blue", "WORKER_DELAY=1", "LOAD_BALANCER_REGISTER="})
class AnswerWebTests {

    private final WorkerFixture worker;

    AnswerWebTests(@LocalServerPort int port) {
        worker = new WorkerFixture(port);
    }

    @Test
    void countsWhatItAnswersWhateverTheMethod() {
        int before = count(worker.send("GET", "/"));

        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "GET"}) {
            assertThat(count(worker.send(method, "/"))).as(method).isEqualTo(++before);
        }
    }

    @Test
    void answersInPlainTextWithItsName() {
        Answer answer = worker.send("GET", "/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("text/plain");
        assertThat(answer.body()).matches("Server: blue, Request count: [1-9]\\d*");
    }

    @Test
    void takesItsTime() {
        assertThat(worker.send("GET", "/slow?ms=1").body()).isEqualTo("Server: blue, slept 1 ms");
        assertThat(worker.send("POST", "/slow?ms=0").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/slow?ms=-1", "/slow?ms=60001", "/slow?ms=soon", "/slow?ms=99999999999", "/slow?ms=", "/slow"})
    void refusesATimeOutOfRange(String path) {
        assertProblem(worker.send("GET", path), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 304, 404, 418, 429, 500, 503, 599})
    void answersWithTheStatusAskedFor(int status) {
        Answer answer = worker.send("GET", "/status/" + status);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "101", "199", "600", "-1", "teapot", "2000000000000"})
    void refusesAStatusThatIsNoFinalAnswer(String status) {
        assertProblem(worker.send("GET", "/status/" + status), 400, "bad-request");
    }

    @ParameterizedTest
    @CsvSource({"/nowhere, 404, not-found", "/status, 404, not-found"})
    void tellsOfErrorsInProblemDetails(String path, int status, String slug) {
        assertProblem(worker.send("GET", path), status, slug);
    }

    @Test
    void tellsOfWhatTheServerItselfRefusesInProblemDetails() {
        assertProblem(worker.send("TRACE", "/"), 405, "method-not-allowed");
    }

    private static int count(Answer answer) {
        return Integer.parseInt(answer.body().replaceAll("\\D", ""));
    }

    private static void assertProblem(Answer answer, int status, String slug) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asString()).isEqualTo("https://equipoise.dev/problems/" + slug);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asString()).isNotBlank();
        assertThat(answer.body()).doesNotContain("trace", "Exception", "java.");
    }
}
