package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes, while a pick is made, why it is made so. A request that wants to be explained carries one; all others carry
 * none and pay one comparison. For one pick and one thread.
 */
public final class PickTrace {

    /** At most this many candidates, and as many interventions, are kept: a fleet may have thousands. */
    static final int MAX_NOTES = 32;

    private final List<Explanation.Candidate> candidates = new ArrayList<>();
    private final List<Explanation.Intervention> interventions = new ArrayList<>();

    /** The policy weighed {@code worker}. */
    public void considered(Worker worker, double score, Map<String, Double> terms) {
        if (candidates.size() < MAX_NOTES) {
            candidates.add(new Explanation.Candidate(worker.id(), score, terms));
        }
    }

    /** A guard kept {@code worker} from being picked, or changed its chances of it. */
    public void intervened(String guard, Worker worker, String reason) {
        if (interventions.size() < MAX_NOTES) {
            interventions.add(new Explanation.Intervention(guard, worker.id(), reason));
        }
    }

    /** What was noted, and what came of it. */
    public Explanation explain(@Nullable Worker picked) {
        return new Explanation(picked == null ? null : picked.id(), candidates, interventions);
    }
}
