package dev.equipoise.core.guard;

import dev.equipoise.core.hash.StringHash;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Each worker keeps the part {@code min(1, share ÷ mean share)} of its keys, which part being decided by a hash of key and
 * worker; the policy is asked for the others without all workers that keep a part only. So the same keys go, and go to the
 * same place. A request without a key is the policy's.
 */
final class ThinnedByKey implements Picker {

    private final Picker policy;
    private final Supplier<Bearings> bearings;

    ThinnedByKey(Picker policy, Supplier<Bearings> bearings) {
        this.policy = policy;
        this.bearings = bearings;
    }

    @Override
    public @Nullable Worker pick(PickRequest request) {
        Worker home = policy.pick(request);
        Bearings now = bearings.get();
        if (home == null || request.hashKey() == null || now.shares().isEmpty()) {
            return home;
        }
        double kept = now.share(home.id()) / now.meanShare();
        if (kept >= 1 || lot(request.hashKey(), home) < kept) {
            return home;
        }
        List<String> out = new ArrayList<>(request.tried());
        now.shares().forEach((id, share) -> {
            if (share < now.meanShare()) {
                out.add(id);
            }
        });
        Worker other = policy.pick(request.without(out));
        return other == null ? home : other;
    }

    /** In [0, 1), the same for the same two. */
    private static double lot(String key, Worker worker) {
        return StringHash.lot(StringHash.of(worker.id() + '\0' + key));
    }
}
