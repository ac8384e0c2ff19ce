package dev.equipoise.client.fleet;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The workers that serve at one moment, each service's in order of registration. Immutable. */
public final class FleetSnapshot {

    private static final Comparator<Worker> BY_SEQUENCE =
            Comparator.comparingLong(Worker::sequence).thenComparing(Worker::id);

    /** Nobody: what a client knows before it has read anything. */
    public static final FleetSnapshot EMPTY = of(Fleet.EMPTY, Map.of());

    private final Fleet fleet;
    private final Map<String, Map<String, String>> metadata;
    private final Map<String, List<FleetInstance>> instances;

    private FleetSnapshot(
            Fleet fleet, Map<String, Map<String, String>> metadata, Map<String, List<FleetInstance>> instances) {
        this.fleet = fleet;
        this.metadata = metadata;
        this.instances = instances;
    }

    /** @param metadata by worker id; a worker that is not in it has none */
    public static FleetSnapshot of(Fleet fleet, Map<String, Map<String, String>> metadata) {
        Map<String, List<FleetInstance>> instances = new TreeMap<>();
        for (Worker worker : fleet.workers().stream().sorted(BY_SEQUENCE).toList()) {
            Map<String, String> own = metadata.getOrDefault(worker.id(), Map.of());
            for (String service : worker.services()) {
                instances
                        .computeIfAbsent(service, any -> new ArrayList<>())
                        .add(new FleetInstance(service, worker, own));
            }
        }
        return new FleetSnapshot(fleet, Map.copyOf(metadata), instances);
    }

    public Fleet fleet() {
        return fleet;
    }

    /** The services that somebody serves, in alphabetical order. */
    public List<String> services() {
        return List.copyOf(instances.keySet());
    }

    /** Who serves {@code service}, in order of registration; empty if nobody does. */
    public List<FleetInstance> instances(String service) {
        return List.copyOf(instances.getOrDefault(service, List.of()));
    }

    /** What the worker says of itself. */
    public Map<String, String> metadata(String workerId) {
        return metadata.getOrDefault(workerId, Map.of());
    }

    /** The same workers in a fleet of this version. */
    FleetSnapshot at(long version) {
        return new FleetSnapshot(Fleet.of(version, fleet.workers()), metadata, instances);
    }

    /** Are these the same workers with the same properties, whatever the version? */
    boolean isSameAs(FleetSnapshot other) {
        return fleet.workers().equals(other.fleet.workers()) && metadata.equals(other.metadata);
    }
}
