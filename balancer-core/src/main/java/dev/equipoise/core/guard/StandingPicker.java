package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.PickTrace;
import dev.equipoise.core.policy.Picker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Picks as {@link StandingGuard} says: a canary where one is due, else by the thinned policy, within the cap on probation.
 * While nobody has a standing that matters it is the policy and one comparison. Never answers null because of a standing.
 */
final class StandingPicker implements Picker {

    private static final String GUARD = "standing";

    private final Picker policy;
    private final Picker thinned;
    private final Supplier<Bearings> bearings;
    private final Canaries canaries;
    private final ProbationCap cap;
    private final LongSupplier nanoTime;

    StandingPicker(
            Picker policy,
            Picker thinned,
            Supplier<Bearings> bearings,
            Canaries canaries,
            ProbationCap cap,
            LongSupplier nanoTime) {
        this.policy = policy;
        this.thinned = thinned;
        this.bearings = bearings;
        this.canaries = canaries;
        this.cap = cap;
        this.nanoTime = nanoTime;
    }

    @Override
    public @Nullable Worker pick(PickRequest request) {
        Bearings now = bearings.get();
        if (now.changesNoPick()) {
            return policy.pick(request);
        }
        if (request.trace() != null) {
            note(now, request.trace());
        }
        if (!now.quarantined().isEmpty() && request.canary() && request.tried().isEmpty()) {
            Worker canary = canaries.next(now.quarantined(), nanoTime.getAsLong());
            if (canary != null) {
                noted(request, canary, "tried out in quarantine");
                return canary;
            }
        }
        Worker picked = thinned.pick(request);
        if (now.capped().isEmpty() || picked == null || cap.admits(now.capped().contains(picked.id()))) {
            return picked;
        }
        noted(request, picked, "those on probation had their tenth");
        List<String> out = new ArrayList<>(request.tried());
        out.addAll(now.capped());
        Worker other = policy.pick(request.without(out));
        return other == null ? picked : other;
    }

    private static void noted(PickRequest request, Worker worker, String reason) {
        if (request.trace() != null) {
            request.trace().intervened(GUARD, worker, reason);
        }
    }

    private static void note(Bearings now, PickTrace trace) {
        for (Bearings.Noted noted : now.notable()) {
            trace.intervened(GUARD, noted.worker(), now.reason(noted.standing()));
        }
    }
}
