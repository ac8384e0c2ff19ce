package dev.equipoise.launcher.simulate;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.simulation.Behaviour;
import dev.equipoise.core.simulation.ServiceTime;
import dev.equipoise.core.simulation.ServiceTime.Distribution;
import dev.equipoise.core.simulation.SimulatedWorker;
import dev.equipoise.launcher.terminal.LauncherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads groups of workers that are alike. Remembers whom it has read: ids are unique, and their number is limited. */
final class WorkerFields {

    private static final int MAX_WORKERS = 10_000;
    private static final int MAX_SLOTS = 100_000;
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Set<String> ids = new HashSet<>();

    /** {@code count} of them, or one. */
    List<SimulatedWorker> read(Fields fields) {
        int count = (int) fields.whole("count", 1, 1, MAX_WORKERS);
        if (ids.size() + count > MAX_WORKERS) {
            throw LauncherException.misuse("workers are more than 10,000 in all");
        }
        int slots = (int) fields.whole("slots", 8, 1, MAX_SLOTS);
        boolean declared = fields.yesOrNo("declared", true);
        double weight = fields.number("weight", 1, Worker.MIN_WEIGHT, Worker.MAX_WEIGHT);
        String zone = fields.text("zone", "");
        Behaviour behaviour = behaviour(fields, Behaviour.healthy(serviceTime(fields)));
        List<SimulatedWorker> workers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String id = idOf(fields, i, count);
            SimulatedWorker worker = SimulatedWorker.of(id, slots, behaviour.serviceTime())
                    .described(it -> it.withWeight(weight).withSequence(ids.size()))
                    .behaving(any -> behaviour)
                    .inZone(zone);
            workers.add(declared ? worker.declared() : worker);
        }
        return workers;
    }

    private String idOf(Fields fields, int number, int count) {
        String name = fields.text("id", "");
        String id = name.isEmpty() ? "w-" + (ids.size() + 1) : count == 1 ? name : name + "-" + number;
        if (!ids.add(id)) {
            throw LauncherException.misuse("there are two workers with the id " + id);
        }
        return id;
    }

    private static ServiceTime serviceTime(Fields fields) {
        ServiceTime usual = ServiceTime.exponential(Duration.ofMillis(20));
        Fields time = fields.object("service-time");
        if (time == null) {
            return usual;
        }
        Distribution distribution = time.choice("distribution", usual.distribution(), List.of(Distribution.values()));
        Duration mean = time.duration("mean", usual.mean(), MICROSECOND, HOUR);
        double sigma = distribution == Distribution.LOGNORMAL ? time.number("sigma", 1, 0, 5) : 0;
        time.complete();
        return new ServiceTime(distribution, mean, sigma);
    }

    /** @param before what holds of the fields that are not given */
    static Behaviour behaviour(Fields fields, Behaviour before) {
        double failing = fields.number("failing", before.failing(), 0, 1);
        double hanging = fields.number("hanging", before.hanging(), 0, 1);
        if (failing + hanging > 1) {
            throw fields.refused("hanging", "and failing are shares of the same requests, together at most 1");
        }
        return new Behaviour(
                before.serviceTime(),
                fields.number("slowness", before.slowness(), 0.001, 1_000),
                failing,
                fields.duration("fails-after", before.failsAfter(), Duration.ZERO, HOUR),
                hanging,
                fields.yesOrNo("refusing", before.refusing()));
    }
}
