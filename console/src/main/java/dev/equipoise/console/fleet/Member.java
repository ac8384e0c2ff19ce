package dev.equipoise.console.fleet;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A worker as the registry tells of it, read tolerantly.
 *
 * @param status in lower case
 * @param why the kind of what last happened to it, in lower case
 * @param cpu share of its processors in use, by its own word
 */
record Member(
        String id,
        String address,
        List<String> services,
        String zone,
        String status,
        String why,
        String since,
        String presentSince,
        double weight,
        double cpu) {

    private static final String LOAD = "load";

    static Member of(JsonNode worker) {
        JsonNode load = worker.path(LOAD);
        return new Member(
                worker.path("id").asString(""),
                worker.path("address").asString(""),
                worker.path("services")
                        .valueStream()
                        .map(service -> service.asString(""))
                        .toList(),
                worker.path("zone").asString(""),
                lower(worker, "status"),
                lower(worker, "why"),
                worker.path("since").asString(""),
                worker.path("presentSince").asString(""),
                worker.path("weight").asDouble(1),
                load.path("cpu").asDouble(0));
    }

    private static String lower(JsonNode object, String field) {
        return object.path(field).asString("").toLowerCase(Locale.ROOT);
    }
}
