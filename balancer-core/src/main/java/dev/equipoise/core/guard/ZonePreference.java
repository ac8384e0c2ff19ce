package dev.equipoise.core.guard;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.List;

/**
 * Keeps traffic in the balancer's own zone while that is no worse off than the others, and lets it spill over as far as it
 * is (after Envoy's load-aware locality). Workers elsewhere count with a part of their weight, from 3 % (which keeps them
 * measured) to all of it. Once a second the part moves by a tenth of itself: up while the local zone is more than 0.1
 * busier than the others, down while it is less busy than them.
 *
 * <p>Busy is the mean of in flight ÷ slots where slots are declared, and of latency ÷ typical latency - 1 where they are
 * not. Without a worker in the zone, or with none elsewhere, nothing happens. A retry may go anywhere.
 */
public final class ZonePreference implements FleetGuard {

    private static final double LEAST = 0.03;
    private static final double STEP = 1.1;
    private static final double TOLERANCE = 0.1;
    private static final long SECOND = 1_000_000_000L;
    /** Below this change a fleet is left as it was, so that pickers are not rebuilt for nothing. */
    private static final double ROUGH = 20;

    private final LoadTracker tracker;
    private final String zone;
    private double part = LEAST;
    private long moved;
    private boolean begun;
    private volatile int elsewhere;

    public ZonePreference(LoadTracker tracker, String zone) {
        if (zone.isEmpty()) {
            throw new IllegalArgumentException("zone preference: the zone of this balancer is not known");
        }
        this.tracker = tracker;
        this.zone = zone;
    }

    @Override
    public String name() {
        return "zone-preference";
    }

    /** The workers in other zones that count with less than their weight. */
    @Override
    public int affected() {
        return elsewhere;
    }

    @Override
    public Fleet apply(Fleet fleet, long now) {
        List<Worker> local = fleet.workers().stream().filter(this::isLocal).toList();
        List<Worker> remote =
                fleet.workers().stream().filter(worker -> !isLocal(worker)).toList();
        if (local.isEmpty() || remote.isEmpty()) {
            elsewhere = 0;
            return fleet;
        }
        move(busy(local) - busy(remote), now);
        double shown = Math.min(1, Math.max(LEAST, Math.rint(part * ROUGH) / ROUGH));
        elsewhere = shown < 1 ? remote.size() : 0;
        return Fleet.of(
                fleet.version(),
                fleet.workers().stream()
                        .map(worker -> isLocal(worker) ? worker : lighter(worker, shown))
                        .toList());
    }

    private void move(double busier, long now) {
        if (begun && now - moved < SECOND) {
            return;
        }
        if (begun && busier > TOLERANCE) {
            part = Math.min(1, part * STEP);
        } else if (begun && busier < 0) {
            part = Math.max(LEAST, part / STEP);
        }
        begun = true;
        moved = now;
    }

    private double busy(List<Worker> workers) {
        return workers.stream().mapToDouble(this::busy).average().orElse(0);
    }

    private double busy(Worker worker) {
        WorkerLoad load = tracker.of(worker.id());
        int slots = worker.capacity().maxConnections();
        return slots > 0
                ? (double) load.inFlight() / slots
                : Math.max(0, load.latencyNanos() / tracker.typicalLatencyNanos() - 1);
    }

    private boolean isLocal(Worker worker) {
        return worker.zone().equals(zone);
    }

    private static Worker lighter(Worker worker, double part) {
        return worker.withWeight(Math.max(Worker.MIN_WEIGHT, worker.weight() * part));
    }
}
