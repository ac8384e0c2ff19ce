package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.PickTrace;
import dev.equipoise.core.policy.Picker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policy again, without the worker, when a guard does not admit the one it picked: so the policy's own order
 * decides who is next. Once {@value #ASKED_AGAIN} workers in a row were not admitted it takes the first admitted one it
 * finds instead, and answers null only if there is none. While guards admit, a pick allocates nothing.
 */
final class GuardedPicker implements Picker {

    private static final int ASKED_AGAIN = 16;

    private final Picker policy;
    private final Fleet fleet;
    private final PickGuard[] guards;
    private final LongAdder[] refusals;

    /** @param refusals one for each guard, counted up whenever it does not admit a worker */
    GuardedPicker(Picker policy, Fleet fleet, PickGuard[] guards, LongAdder[] refusals) {
        this.policy = policy;
        this.fleet = fleet;
        this.guards = guards;
        this.refusals = refusals;
    }

    @Override
    public @Nullable Worker pick(PickRequest request) {
        Worker picked = policy.pick(request);
        return picked == null || admitted(picked, request.trace()) ? picked : pickAgain(request, picked);
    }

    private @Nullable Worker pickAgain(PickRequest request, Worker refused) {
        List<String> out = new ArrayList<>(request.tried());
        out.add(refused.id());
        for (int i = 0; i < ASKED_AGAIN; i++) {
            Worker picked = policy.pick(request.without(out));
            if (picked == null || admitted(picked, request.trace())) {
                return picked;
            }
            out.add(picked.id());
        }
        for (Worker worker : fleet.workers()) {
            if (!out.contains(worker.id()) && admitted(worker, request.trace())) {
                return worker;
            }
        }
        return null;
    }

    private boolean admitted(Worker worker, @Nullable PickTrace trace) {
        for (int i = 0; i < guards.length; i++) {
            if (!guards[i].admits(worker)) {
                refusals[i].increment();
                if (trace != null) {
                    trace.intervened(guards[i].name(), worker, guards[i].reason(worker));
                }
                return false;
            }
        }
        return true;
    }
}
