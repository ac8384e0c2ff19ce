package dev.equipoise.core.simulation;

import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A tracker that notes how often each call was ended. */
final class CountingTracker implements LoadTracker {

    /** One number per call, in the order of their starts. */
    final List<Integer> endings = new ArrayList<>();

    long started;

    private final LoadTracker tracker;

    CountingTracker(LongSupplier clock) {
        tracker = new PeakEwmaLoadTracker(clock);
    }

    @Override
    public Call start(Worker worker) {
        int number = (int) started++;
        endings.add(0);
        Call call = tracker.start(worker);
        return new Call() {
            @Override
            public void responded() {
                call.responded();
            }

            @Override
            public void succeeded() {
                call.succeeded();
                endings.set(number, endings.get(number) + 1);
            }

            @Override
            public void failed() {
                call.failed();
                endings.set(number, endings.get(number) + 1);
            }

            @Override
            public void overtaken() {
                call.overtaken();
                endings.set(number, endings.get(number) + 1);
            }

            @Override
            public void ignored() {
                call.ignored();
                endings.set(number, endings.get(number) + 1);
            }
        };
    }

    @Override
    public WorkerLoad of(String workerId) {
        return tracker.of(workerId);
    }

    @Override
    public double typicalLatencyNanos() {
        return tracker.typicalLatencyNanos();
    }

    @Override
    public void reported(String workerId, int inFlight) {
        tracker.reported(workerId, inFlight);
    }

    @Override
    public long nanoTime() {
        return tracker.nanoTime();
    }

    @Override
    public long inFlight() {
        return tracker.inFlight();
    }

    @Override
    public void retain(Fleet fleet) {
        tracker.retain(fleet);
    }
}
