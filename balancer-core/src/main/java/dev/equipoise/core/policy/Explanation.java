package dev.equipoise.core.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why one request went where it went. Immutable; for people and for programs that show it to them.
 *
 * @param worker id of the worker that was picked; null if nobody was
 * @param candidates the workers the policy looked at, in that order; a policy that looks at all of them names the first
 *     {@value PickTrace#MAX_NOTES}
 * @param interventions what guards did to this pick, in that order
 */
public record Explanation(@Nullable String worker, List<Candidate> candidates, List<Intervention> interventions) {

    public Explanation {
        candidates = List.copyOf(candidates);
        interventions = List.copyOf(interventions);
    }

    /**
     * A worker that was weighed.
     *
     * @param worker its id
     * @param score what the policy compared; whether lower or higher is better is the policy's own, see its terms
     * @param terms what the score was made of, by name
     */
    public record Candidate(String worker, double score, Map<String, Double> terms) {

        public Candidate {
            terms = Map.copyOf(terms);
        }
    }

    /**
     * A guard that overruled the policy.
     *
     * @param guard its name
     * @param worker whom it kept from being picked, or whose chances it changed
     * @param reason one clause, such as {@code 8 in flight of 8}
     */
    public record Intervention(String guard, String worker, String reason) {}
}
