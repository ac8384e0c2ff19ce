package dev.equipoise.launcher.status;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node as the registry tells of it, read tolerantly: what a registry of another version leaves out is empty here.
 *
 * @param inFlight requests it serves now, by its own word
 * @param cpu share of its processors in use, by its own word
 * @param since and {@code leaseEnds} in ISO 8601
 */
public record Node(
        String id,
        String address,
        String services,
        String zone,
        String status,
        int inFlight,
        double cpu,
        double weight,
        String since,
        String leaseEnds) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * The nodes in an answer of {@code GET /api/v1/workers}.
     *
     * @throws IllegalArgumentException if it is no such answer
     */
    public static List<Node> listedIn(String json) {
        JsonNode workers = parsed(json).path("workers");
        if (!workers.isArray()) {
            throw new IllegalArgumentException("no list of workers");
        }
        return workers.valueStream().map(Node::of).toList();
    }

    /**
     * The addresses in an answer of a gateway's {@code GET /workers}.
     *
     * @throws IllegalArgumentException if it is no such answer
     */
    public static List<String> addressesIn(String json) {
        JsonNode addresses = parsed(json);
        if (!addresses.isArray()) {
            throw new IllegalArgumentException("no list of addresses");
        }
        return addresses.valueStream().map(address -> address.asString("")).toList();
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    private static Node of(JsonNode worker) {
        JsonNode load = worker.path("load");
        return new Node(
                text(worker, "id"),
                text(worker, "address"),
                worker.path("services")
                        .valueStream()
                        .map(service -> service.asString(""))
                        .collect(Collectors.joining(",")),
                text(worker, "zone"),
                text(worker, "status"),
                load.path("inFlight").asInt(0),
                load.path("cpu").asDouble(0),
                worker.path("weight").asDouble(1),
                text(worker, "since"),
                text(worker, "leaseEnds"));
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }
}
