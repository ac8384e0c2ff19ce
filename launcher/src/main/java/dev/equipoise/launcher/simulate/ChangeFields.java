package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Change;
import dev.equipoise.core.simulation.SimulatedWorker;
import dev.equipoise.core.simulation.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads changes in the order of time. Remembers how each worker is by then, which is what a change changes. */
final class ChangeFields {

    private final WorkerFields joining;
    private final Map<String, SimulatedWorker> workers = new HashMap<>();
    private Duration last = Duration.ZERO;

    /** @param joining what has read the fleet, and goes on to read those who join it */
    ChangeFields(WorkerFields joining, List<SimulatedWorker> fleet) {
        this.joining = joining;
        fleet.forEach(worker -> workers.put(worker.id(), worker));
    }

    Change read(Fields fields) {
        Duration at = fields.duration("at", Duration.ZERO, Duration.ZERO, Span.UNLIMITED);
        if (at.compareTo(last) < 0) {
            throw fields.refused("at", "is before that of the change before it");
        }
        last = at;
        List<String> given = Stream.of("join", "leave", "rejoin", "worker")
                .filter(fields::has)
                .toList();
        if (given.size() != 1) {
            throw fields.refused("at", "goes with one of join, leave, rejoin and worker");
        }
        return switch (given.get(0)) {
            case "join" -> new Change.Join(at, newcomer(fields));
            case "leave" -> new Change.Leave(at, known(fields, "leave").id());
            case "rejoin" -> new Change.Join(at, known(fields, "rejoin"));
            default -> behave(at, fields, known(fields, "worker"));
        };
    }

    private Change behave(Duration at, Fields fields, SimulatedWorker worker) {
        SimulatedWorker changed = worker.behaving(before -> WorkerFields.behaviour(fields, before));
        workers.put(changed.id(), changed);
        return new Change.Behave(at, changed.id(), changed.behaviour());
    }

    private SimulatedWorker newcomer(Fields fields) {
        Fields join = Objects.requireNonNull(fields.object("join"));
        if (join.has("count")) {
            throw join.refused("count", "is for the fleet: workers join one by one");
        }
        SimulatedWorker worker = joining.read(join).get(0);
        join.complete();
        workers.put(worker.id(), worker);
        return worker;
    }

    private SimulatedWorker known(Fields fields, String name) {
        SimulatedWorker worker = workers.get(fields.text(name, ""));
        if (worker == null) {
            throw fields.wrong(name, "is the id of a worker that is there or was");
        }
        return worker;
    }
}
