package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets newcomers, and those that return, into their share by and by: for the first {@code window} a worker's weight counts
 * only {@code max(10 %, age ÷ window)} of what it is, in steps of a tenth (Envoy's slow start with aggression 1). The
 * workers of the first fleet ever seen are not new: it is we who are. Policies that know no weights are not affected.
 */
public final class SlowStart implements FleetGuard {

    private static final int STEPS = 10;

    private final long window;
    private final Map<String, Arrival> arrivals = new HashMap<>();
    private boolean begun;
    private volatile int warming;

    /** @param window 30 s to 90 s are usual */
    public SlowStart(Duration window) {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("slow start: the window must be greater than 0");
        }
        this.window = window.toNanos();
    }

    @Override
    public String name() {
        return "slow-start";
    }

    @Override
    public int affected() {
        return warming;
    }

    @Override
    public Fleet apply(Fleet fleet, long now) {
        arrivals.keySet().removeIf(id -> fleet.find(id) == null);
        int young = 0;
        for (Worker worker : fleet.workers()) {
            Arrival known = arrivals.get(worker.id());
            if (known == null || known.epoch != worker.epoch()) {
                known = new Arrival(worker.epoch(), begun ? now : now - window);
                arrivals.put(worker.id(), known);
            }
            young += now - known.at < window ? 1 : 0;
        }
        begun |= !fleet.isEmpty();
        warming = young;
        return young == 0
                ? fleet
                : Fleet.of(
                        fleet.version(),
                        fleet.workers().stream()
                                .map(worker -> warmed(worker, now))
                                .toList());
    }

    private Worker warmed(Worker worker, long now) {
        Arrival arrival = arrivals.get(worker.id());
        long age = arrival == null ? window : now - arrival.at;
        if (age >= window) {
            return worker;
        }
        double part = (double) Math.max(1, age * STEPS / window) / STEPS;
        return worker.withWeight(Math.max(Worker.MIN_WEIGHT, worker.weight() * part));
    }

    private record Arrival(long epoch, long at) {}
}
