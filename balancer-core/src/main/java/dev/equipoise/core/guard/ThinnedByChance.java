package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Rejection sampling: a pick of a worker is kept with the probability of its share, else the policy is asked again; so shares
 * come out in proportion, and a round goes on in its order. Gives up after {@value #ASKED} and draws by share.
 */
final class ThinnedByChance implements Picker {

    private static final int ASKED = 32;

    private final Picker policy;
    private final Fleet seen;
    private final Supplier<Bearings> bearings;
    private final Supplier<RandomGenerator> random;

    ThinnedByChance(Picker policy, Fleet seen, Supplier<Bearings> bearings, Supplier<RandomGenerator> random) {
        this.policy = policy;
        this.seen = seen;
        this.bearings = bearings;
        this.random = random;
    }

    @Override
    public @Nullable Worker pick(PickRequest request) {
        Bearings now = bearings.get();
        if (now.shares().isEmpty()) {
            return policy.pick(request);
        }
        RandomGenerator bits = random.get();
        for (int i = 0; i < ASKED; i++) {
            Worker picked = policy.pick(request);
            if (picked == null) {
                return null;
            }
            double share = now.share(picked.id());
            if (share >= 1 || bits.nextDouble() < share) {
                return picked;
            }
        }
        return drawn(request, now, bits);
    }

    private @Nullable Worker drawn(PickRequest request, Bearings now, RandomGenerator bits) {
        Worker drawn = null;
        double sum = 0;
        for (Worker worker : seen.workers()) {
            if (!request.tried().contains(worker.id())) {
                double share = now.share(worker.id());
                sum += share;
                drawn = bits.nextDouble() * sum < share ? worker : drawn;
            }
        }
        return drawn;
    }
}
