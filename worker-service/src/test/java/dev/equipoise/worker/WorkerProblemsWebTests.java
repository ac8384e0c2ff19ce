package dev.equipoise.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

class WorkerProblemsWebTests {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(WorkerProblems.class);

    private final MockMvcTester mvc =
            MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Broken(), new ContainerProblems())
                    .addPlaceholderValue("spring.web.error.path", "/error")
                    .setControllerAdvice(new WorkerProblems())
                    .build());

    @BeforeEach
    void quieten() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterEach
    void restore() {
        LOGGER.setLevel(null);
    }

    @Test
    void keepsTheCauseOfAFailureToItsLog() {
        assertProblem(mvc.get().uri("/bug").exchange(), 500, "internal-server-error");
    }

    @Test
    void takesABrokenBodyForTheClientsFault() {
        assertProblem(mvc.get().uri("/gone").exchange(), 400, "bad-request");
    }

    @Test
    void hasATypeForAStatusWithoutName() {
        assertProblem(mvc.get().uri("/odd").exchange(), 499, "status-499");
    }

    @Test
    void answersForTheWebServer() {
        assertProblem(
                mvc.get()
                        .uri("/error")
                        .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 405)
                        .exchange(),
                405,
                "method-not-allowed");
        assertProblem(mvc.get().uri("/error").exchange(), 404, "not-found");
    }

    private static void assertProblem(MvcTestResult result, int status, String slug) {
        assertThat(result)
                .hasStatus(status)
                .hasContentType("application/problem+json")
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://equipoise.dev/problems/" + slug);
        assertThat(result).bodyText().doesNotContain("secret");
    }

    @RestController
    static final class Broken {

        private final Map<String, Exception> faults = Map.of(
                "bug", new IllegalStateException("secret"),
                "gone", new IOException("secret"),
                "odd", new ResponseStatusException(HttpStatusCode.valueOf(499), "Odd."));

        @GetMapping("/{name}")
        String fault(@PathVariable String name) throws Exception {
            Exception fault = faults.get(name);
            if (fault != null) {
                throw fault;
            }
            return "fine";
        }
    }
}
