package dev.equipoise.reputation.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.http.openapi.ApiDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The document by itself: that it is whole and that its examples are what its schemas say. */
class ApiDocumentTest {

    private final ApiDocument document = new ApiDocument(new ApiDocumentController().json());

    @Test
    void referencesLeadSomewhereAndComponentsAreUsed() {
        for (String reference : document.references()) {
            assertThat(document.root().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
        for (String kind : List.of("parameters", "schemas", "responses")) {
            document.root()
                    .path("components")
                    .path(kind)
                    .propertyNames()
                    .forEach(name -> assertThat(document.references()).contains("#/components/" + kind + "/" + name));
        }
    }

    @Test
    void everyOperationHasANameOfItsOwn() {
        Set<String> names = new HashSet<>();
        document.operations().forEach((where, operation) -> {
            assertThat(names.add(operation.path("operationId").asString()))
                    .as(where)
                    .isTrue();
            assertThat(operation.path("responses").has("default")).as(where).isTrue();
        });
        assertThat(names).hasSizeGreaterThan(8);
    }

    @Test
    void examplesAreValidByTheSchemasBesideThem() {
        List<String> wrong = new ArrayList<>();
        int[] checked = new int[1];
        document.operations().forEach((where, operation) -> {
            for (JsonNode parameter : operation.path("parameters")) {
                JsonNode here = document.followed(parameter);
                check(where, here, wrong, checked);
            }
            operation.path("requestBody").path("content").forEach(media -> check(where, media, wrong, checked));
            operation
                    .path("responses")
                    .forEach(response -> document.followed(response)
                            .path("content")
                            .forEach(media -> check(where, media, wrong, checked)));
        });
        assertThat(wrong).isEmpty();
        assertThat(checked[0]).as("examples").isGreaterThan(40);
    }

    private void check(String where, JsonNode holder, List<String> wrong, int[] checked) {
        if (holder.has("example")) {
            checked[0]++;
            document.errors(holder.path("schema"), holder.path("example").toString())
                    .forEach(error -> wrong.add(where + ": " + error));
        }
    }
}
