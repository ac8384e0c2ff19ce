package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.TrustState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the standings mean for one fleet. Immutable.
 *
 * <p>Multipliers are taken relative to the best usable worker, in steps of a twentieth, so that a score that drifts does not
 * rebuild hash rings each second. Where the workers on probation would get more than {@value #AIM} of the traffic by weight,
 * theirs are lowered together, unless more than nine in ten of the usable ones are on probation.
 *
 * @param seen who is left, with lowered weights; the fleet itself if nothing is to be done
 * @param standsAside whether fewer than half of those that are not banned are usable: then all of these get traffic
 * @param shares the part of its weight that counts, of those that get less than all of it
 * @param meanShare the mean over all of {@code seen}
 * @param capped those on probation, where they are to be held to a tenth; else empty
 * @param quarantined those that may earn their way back
 * @param notable all that are out or get less
 */
record Bearings(
        Fleet seen,
        boolean standsAside,
        Map<String, Double> shares,
        double meanShare,
        Set<String> capped,
        List<Worker> quarantined,
        List<Noted> notable) {

    /** Of a worker whose standing matters. */
    record Noted(Worker worker, Standing standing) {}

    /** A little less than what is enforced, so that enforcing is for bad luck and for load. */
    static final double AIM = 0.09;

    private static final double MOST_ON_PROBATION = 0.9;
    private static final double STEPS = 20;

    static final Bearings NONE = new Bearings(Fleet.EMPTY, false, Map.of(), 1, Set.of(), List.of(), List.of());

    static Bearings of(Fleet fleet, Map<String, Standing> standings) {
        Fleet known = fleet.matching(worker -> state(worker, standings) != TrustState.BANNED);
        Fleet usable = known.matching(worker -> state(worker, standings).isUsable());
        if (usable.size() * 2 < known.size()) {
            return new Bearings(
                    known.size() == fleet.size() ? fleet : known,
                    true,
                    Map.of(),
                    1,
                    Set.of(),
                    List.of(),
                    notable(fleet, standings, Map.of()));
        }
        Map<String, Double> shares = shares(usable, standings);
        Set<String> capped = capped(usable, standings);
        if (!capped.isEmpty()) {
            hold(usable, shares, capped);
        }
        shares.values().removeIf(share -> share >= 1);
        double mean = usable.workers().stream()
                .mapToDouble(worker -> shares.getOrDefault(worker.id(), 1.0))
                .average()
                .orElse(1);
        List<Worker> quarantined = known.workers().stream()
                .filter(worker -> state(worker, standings) == TrustState.QUARANTINED)
                .toList();
        Fleet seen = usable.size() == fleet.size() && shares.isEmpty() ? fleet : lighter(usable, shares);
        return new Bearings(
                seen, false, Map.copyOf(shares), mean, capped, quarantined, notable(fleet, standings, shares));
    }

    /** Whether picks are to be made as if nobody had a standing. */
    boolean changesNoPick() {
        return notable.isEmpty();
    }

    /** The part of its weight that counts, in (0, 1]. */
    double share(String worker) {
        Double share = shares.get(worker);
        return share == null ? 1 : share;
    }

    /** Why it is out or gets less, as one clause. */
    String reason(Standing standing) {
        String state = standing.state().name().toLowerCase(Locale.ROOT);
        String cause = standing.why().isEmpty() ? state : state + ": " + standing.why();
        if (standing.state() != TrustState.BANNED && standsAside) {
            return "nothing, for too few are usable, though " + cause;
        }
        Double share = shares.get(standing.worker());
        return share == null ? cause : String.format(Locale.ROOT, "%.2f of its weight, %s", share, cause);
    }

    private static TrustState state(Worker worker, Map<String, Standing> standings) {
        Standing standing = standings.get(worker.id());
        return standing == null ? TrustState.ACTIVE : standing.state();
    }

    private static double multiplier(Worker worker, Map<String, Standing> standings) {
        Standing standing = standings.get(worker.id());
        return standing == null ? Standing.FULL : standing.multiplier();
    }

    private static Map<String, Double> shares(Fleet usable, Map<String, Standing> standings) {
        double best = usable.workers().stream()
                .mapToDouble(worker -> multiplier(worker, standings))
                .max()
                .orElse(1);
        Map<String, Double> shares = new HashMap<>();
        for (Worker worker : usable.workers()) {
            double share = Math.max(1, Math.rint(multiplier(worker, standings) / best * STEPS)) / STEPS;
            shares.put(worker.id(), share);
        }
        return shares;
    }

    private static Set<String> capped(Fleet usable, Map<String, Standing> standings) {
        Set<String> onProbation = usable.workers().stream()
                .filter(worker -> state(worker, standings) == TrustState.PROBATION)
                .map(Worker::id)
                .collect(Collectors.toUnmodifiableSet());
        return onProbation.size() > MOST_ON_PROBATION * usable.size() ? Set.of() : onProbation;
    }

    private static void hold(Fleet usable, Map<String, Double> shares, Set<String> capped) {
        double theirs = 0;
        double others = 0;
        for (Worker worker : usable.workers()) {
            double weight = worker.weight() * shares.getOrDefault(worker.id(), 1.0);
            if (capped.contains(worker.id())) {
                theirs += weight;
            } else {
                others += weight;
            }
        }
        double lowered = Math.min(1, others * AIM / (1 - AIM) / theirs);
        capped.forEach(id -> shares.merge(id, lowered, (share, part) -> share * part));
    }

    private static Fleet lighter(Fleet usable, Map<String, Double> shares) {
        List<Worker> workers = new ArrayList<>(usable.size());
        for (Worker worker : usable.workers()) {
            Double share = shares.get(worker.id());
            workers.add(
                    share == null ? worker : worker.withWeight(Math.max(Worker.MIN_WEIGHT, worker.weight() * share)));
        }
        return Fleet.of(usable.version(), workers);
    }

    private static List<Noted> notable(Fleet fleet, Map<String, Standing> standings, Map<String, Double> shares) {
        List<Noted> notable = new ArrayList<>();
        for (Worker worker : fleet.workers()) {
            Standing standing = standings.get(worker.id());
            if (standing != null && (!standing.state().isUsable() || shares.containsKey(worker.id()))) {
                notable.add(new Noted(worker, standing));
            }
        }
        return List.copyOf(notable);
    }
}
