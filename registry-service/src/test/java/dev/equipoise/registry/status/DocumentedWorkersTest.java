package dev.equipoise.registry.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.registry.openapi.ApiDocument;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DocumentedWorkersTest {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final JsonNode list = new ApiDocument().operation("get", "/api/v1/workers");

    @Test
    void theExampleOfTheListIsWhatTheRegistryWrites() {
        String example =
                list.at("/responses/200/content/application~1json/example").toString();

        WorkerPage page = STRICT.readValue(example, WorkerPage.class);

        assertThat(STRICT.writeValueAsString(page)).isEqualTo(example);
    }

    @Test
    void theParametersAreThoseTheRegistryTakes() {
        TreeMap<String, List<String>> examples = new TreeMap<>();
        for (JsonNode parameter : list.path("parameters")) {
            if (parameter.path("in").asString().equals("query")) {
                examples.put(parameter.path("name").asString(), List.of(text(parameter.path("example"))));
            }
        }

        Set<String> taken = new TreeSet<>(WorkerQuery.parameters());
        assertThat(examples.keySet()).isEqualTo(taken);
        assertThat(WorkerQuery.of(examples).limit()).isEqualTo(100);
    }

    private static String text(JsonNode example) {
        if (!example.isArray()) {
            return example.asString();
        }
        return String.join(",", example.valueStream().map(JsonNode::asString).toList());
    }
}
