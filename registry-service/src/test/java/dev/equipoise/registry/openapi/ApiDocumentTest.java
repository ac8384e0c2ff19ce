package dev.equipoise.registry.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The document by itself: that it is whole and that its examples are what its schemas say. */
class ApiDocumentTest {

    private final ApiDocument document = new ApiDocument();

    @Test
    void referencesLeadSomewhereAndComponentsAreUsed() {
        for (String reference : document.references()) {
            assertThat(document.root().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
        // The data of events is text to OpenAPI, so their schemas are named in words.
        Set<String> used = new HashSet<>(document.references());
        used.addAll(Set.of("#/components/schemas/FleetChange", "#/components/schemas/Closing"));
        for (String kind : List.of("parameters", "headers", "requestBodies", "schemas", "examples", "responses")) {
            document.root()
                    .path("components")
                    .path(kind)
                    .propertyNames()
                    .forEach(
                            name -> assertThat(used).as("used anywhere").contains("#/components/" + kind + "/" + name));
        }
    }

    @Test
    void everyOperationHasANameOfItsOwnAndItsPathParameters() {
        Set<String> names = new HashSet<>();
        document.operations().forEach((where, operation) -> {
            assertThat(names.add(operation.path("operationId").asString()))
                    .as(where)
                    .isTrue();
            assertThat(operation.path("summary").asString("")).as(where).isNotEmpty();
            assertThat(operation.path("responses").has("default")).as(where).isTrue();
            String path = where.substring(where.indexOf(' ') + 1);
            Matcher variable = Pattern.compile("\\{(\\w+)}").matcher(path);
            while (variable.find()) {
                assertThat(document.followed(document.root()
                                        .path("paths")
                                        .path(path)
                                        .path("parameters")
                                        .path(0))
                                .path("name")
                                .asString())
                        .as(where)
                        .isEqualTo(variable.group(1));
            }
        });
    }

    @Test
    void examplesAreValidByTheSchemasBesideThem() {
        List<String> wrong = new ArrayList<>();
        int[] checked = new int[1];
        document.operations().forEach((where, operation) -> {
            for (JsonNode parameter : operation.path("parameters")) {
                if (parameter.has("example")) {
                    checked[0]++;
                    check(
                            where + " " + parameter.path("name"),
                            parameter.path("schema"),
                            parameter.path("example"),
                            wrong);
                }
            }
            content(document.followed(operation.path("requestBody")), where, wrong, checked);
            operation
                    .path("responses")
                    .propertyNames()
                    .forEach(status -> content(
                            document.followed(operation.path("responses").path(status)),
                            where + " " + status,
                            wrong,
                            checked));
        });

        assertThat(wrong).isEmpty();
        assertThat(checked[0]).as("examples").isGreaterThan(60);
    }

    private void content(JsonNode holder, String where, List<String> wrong, int[] checked) {
        for (Map.Entry<String, JsonNode> content : holder.path("content").properties()) {
            JsonNode media = content.getValue();
            if (media.has("example")) {
                checked[0]++;
                check(where, media.path("schema"), media.path("example"), wrong);
            }
            media.path("examples").properties().forEach(example -> {
                checked[0]++;
                check(
                        where + " " + example.getKey(),
                        media.path("schema"),
                        document.followed(example.getValue()).path("value"),
                        wrong);
            });
        }
    }

    private void check(String where, JsonNode schema, JsonNode example, List<String> wrong) {
        JsonNode inPlace = schema.path("items").has("$ref") ? null : schema;
        List<String> errors = new ArrayList<>();
        if (inPlace == null) {
            example.forEach(item -> errors.addAll(document.errors(schema.path("items"), item.toString())));
        } else {
            errors.addAll(document.errors(schema, example.toString()));
        }
        errors.forEach(error -> wrong.add(where + ": " + error));
    }

    @Test
    void theDocumentIsServedAsItIsWritten() {
        String yaml = new String(new ApiDocumentController().yaml(), StandardCharsets.UTF_8);

        assertThat(yaml).contains("openapi: 3.1.0");
        assertThat(document.root().path("openapi").asString()).isEqualTo("3.1.0");
    }

    /** Guards the tests that rest on validation: what is wrong is found. */
    @Test
    void theSchemasFindWhatIsWrong() {
        String right = document.root()
                .at("/paths/~1api~1v1~1workers~1{id}/get/responses/200/content/application~1json/example")
                .toString();

        assertThat(document.errors("Worker", right)).isEmpty();
        assertThat(document.errors("Worker", right.replace("\"UP\"", "\"up\""))).hasSize(1);
        assertThat(document.errors("Worker", right.replace("\"zone\"", "\"zome\"")))
                .hasSize(2);
        assertThat(document.errors("Worker", right.replace("\"cpu\":0.5", "\"cpu\":1.5")))
                .hasSize(1);
        assertThat(document.errors("Worker", right.replace("2026-11-21T", "yesterday ")))
                .hasSize(3);
        assertThat(document.errors("Problem", "{\"status\":200,\"title\":\"x\"}"))
                .hasSize(1);
    }
}
