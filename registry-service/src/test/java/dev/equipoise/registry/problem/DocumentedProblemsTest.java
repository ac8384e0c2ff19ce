package dev.equipoise.registry.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.http.limit.LimitTerms;
import dev.equipoise.http.limit.RefusalLimits;
import dev.equipoise.registry.openapi.ApiDocument;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;

/** Every refusal is in the API document with its status, title and headers, and in the README. */
class DocumentedProblemsTest {

    private static final LimitTerms LIMITS = new LimitTerms(
            1000,
            Duration.ofMinutes(1),
            1000,
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            100,
            List.of());

    private final ApiDocument document = new ApiDocument();
    private final RegistryProblems problems =
            new RegistryProblems(new SimpleMeterRegistry(), new RefusalLimits(LIMITS, InstantSource.system()));

    @ParameterizedTest
    @EnumSource
    void aRefusalIsDocumented(Refusal refusal) throws IOException {
        ResponseEntity<ProblemDetail> answer =
                problems.refused(new RefusedException(refusal, "No."), new MockHttpServletRequest());
        Map<String, JsonNode> documented = responsesShowing(refusal.slug());

        assertThat(documented).as("responses that show %s", refusal.slug()).isNotEmpty();
        documented.forEach((where, response) -> {
            assertThat(where).endsWith(" " + answer.getStatusCode().value());
            JsonNode problem = document.followed(response.at("/content/application~1problem+json/examples")
                            .path(refusal.slug()))
                    .path("value");
            assertThat(problem.path("type").asString())
                    .isEqualTo(answer.getBody().getType().toString());
            assertThat(problem.path("title").asString())
                    .isEqualTo(answer.getBody().getTitle());
            assertThat(problem.path("status").asInt())
                    .isEqualTo(answer.getStatusCode().value());
            assertThat(answer.getHeaders().headerNames())
                    .as(where)
                    .containsAll(response.path("headers").propertyNames());
        });
        assertThat(Files.readString(Path.of("README.md"))).contains("`" + refusal.slug() + "`");
    }

    private Map<String, JsonNode> responsesShowing(String slug) {
        Map<String, JsonNode> showing = new TreeMap<>();
        document.operations()
                .forEach((where, operation) -> operation
                        .path("responses")
                        .propertyNames()
                        .forEach(status -> {
                            JsonNode response = document.followed(
                                    operation.path("responses").path(status));
                            if (response.at("/content/application~1problem+json/examples")
                                    .has(slug)) {
                                showing.put(where + " " + status, response);
                            }
                        }));
        return showing;
    }
}
