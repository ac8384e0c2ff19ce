package dev.equipoise.client.fleet;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of the registry's list of workers. Fields it does not know are left alone. */
final class WorkersJson {

    /** Suspects are unheard for a while and still serve, as far as anybody knows; all else has left or is about to. */
    private static final Set<String> SERVING = Set.of("UP", "SUSPECT");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger log = LoggerFactory.getLogger(WorkersJson.class);

    private WorkersJson() {}

    /**
     * The workers of the list that serve. A single one that cannot be is left out: it must not blind us to the others.
     *
     * @throws IOException if this is no such list, or if not one of its entries can be
     */
    static FleetSnapshot parse(byte[] body) throws IOException {
        JsonNode list;
        try {
            list = JSON.readTree(body).path("workers");
        } catch (JacksonException e) {
            throw new IOException("its answer is not JSON", e);
        }
        if (!list.isArray()) {
            throw new IOException("its answer is not a registry's list of workers");
        }
        Map<String, Worker> workers = new LinkedHashMap<>();
        Map<String, Map<String, String>> metadata = new HashMap<>();
        int unreadable = 0;
        for (JsonNode node : list) {
            try {
                Worker worker = worker(node);
                if (SERVING.contains(node.path("status").asString(""))) {
                    workers.put(worker.id(), worker);
                    metadata.put(worker.id(), metadata(node));
                }
            } catch (IllegalArgumentException e) {
                unreadable++;
                log.debug("Left out of the list of workers: {}", e.getMessage());
            }
        }
        if (unreadable > 0 && unreadable == list.size()) {
            throw new IOException("none of the " + unreadable + " workers in its answer can be read");
        }
        return FleetSnapshot.of(Fleet.of(0, workers.values()), metadata);
    }

    private static Worker worker(JsonNode node) {
        URI address = URI.create(node.path("address").asString(""));
        if (address.getHost() == null || address.getPort() < 0) {
            throw new IllegalArgumentException("no address of a worker: " + address);
        }
        long epoch = node.path("epoch").asLong(0);
        return new Worker(
                node.path("id").asString(""),
                address,
                node.path("services")
                        .valueStream()
                        .map(each -> each.asString(""))
                        .collect(Collectors.toSet()),
                node.path("zone").asString(""),
                new Capacity(
                        node.path("capacity").path("maxConnections").asInt(0),
                        node.path("capacity").path("maxBandwidthMbps").asInt(0)),
                node.path("weight").asDouble(1),
                // Whoever is here may get requests; policies ask no further.
                WorkerStatus.UP,
                node.path("sequence").asLong(epoch),
                epoch);
    }

    private static Map<String, String> metadata(JsonNode node) {
        Map<String, String> metadata = new HashMap<>();
        put(metadata, "zone", node.path("zone").asString(""));
        put(metadata, "region", node.path("region").asString(""));
        node.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString("")));
        return Map.copyOf(metadata);
    }

    private static void put(Map<String, String> metadata, String name, String value) {
        if (!value.isEmpty()) {
            metadata.put(name, value);
        }
    }
}
