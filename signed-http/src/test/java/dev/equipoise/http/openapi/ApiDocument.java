package dev.equipoise.http.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document as tests read it: by operation, with references followed, and as schemas to validate by. */
public class ApiDocument {

    private static final String BASE = "https://equipoise.dev/openapi";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode root;
    private final SchemaRegistry schemas;

    public ApiDocument(byte[] json) {
        root = JSON.readTree(json);
        JsonNode closed = root.deepCopy();
        for (JsonNode schema : closed.path("components").path("schemas")) {
            // A field the document does not name is a mistake here, although clients must let it pass.
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(BASE, closed.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    public JsonNode root() {
        return root;
    }

    /** @param method in lower case */
    public JsonNode operation(String method, String path) {
        JsonNode operation = root.path("paths").path(path).path(method);
        if (operation.isMissingNode()) {
            throw new AssertionError("not documented: " + method + " " + path);
        }
        return operation;
    }

    /** All operations by {@code METHOD path}. */
    public Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new HashMap<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!operation.getKey().equals("parameters")) {
                        operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue());
                    }
                }));
        return operations;
    }

    /** What the document says of this status of an operation; missing where it does not. */
    public JsonNode response(JsonNode operation, int status) {
        JsonNode responses = operation.path("responses");
        JsonNode response = responses.path(String.valueOf(status));
        return followed(response.isMissingNode() ? responses.path("default") : response);
    }

    /** The node itself, or what it refers to. */
    public JsonNode followed(JsonNode node) {
        JsonNode here = node;
        while (here.path("$ref").isString()) {
            String reference = here.path("$ref").asString();
            here = root.at(reference.substring(1));
            if (here.isMissingNode()) {
                throw new AssertionError("nothing at " + reference);
            }
        }
        return here;
    }

    /** Every reference anywhere in the document. */
    public TreeSet<String> references() {
        TreeSet<String> references = new TreeSet<>();
        root.findValues("$ref").forEach(reference -> references.add(reference.asString()));
        return references;
    }

    /**
     * What is wrong with a value by the schema of this name, or by one given in place, as in the document: nothing if the
     * list is empty.
     */
    public List<String> errors(JsonNode schema, String json) {
        String reference = schema.path("$ref").asString("");
        Schema validating = reference.isEmpty()
                ? schemas.getSchema(SchemaLocation.of(BASE + "/inline"), schema)
                : schemas.getSchema(SchemaLocation.of(BASE + reference));
        List<String> errors = new ArrayList<>();
        for (Error error : validating.validate(json, InputFormat.JSON)) {
            errors.add(error.getInstanceLocation() + ": " + error.getMessage());
        }
        return errors;
    }

    /** As {@link #errors(JsonNode, String)}, by a schema of the components. */
    public List<String> errors(String name, String json) {
        return errors(JSON.createObjectNode().put("$ref", "#/components/schemas/" + name), json);
    }
}
