package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.policy.Thinning;
import dev.equipoise.core.reputation.Standing;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Gives workers the traffic that their standing allows, whatever the policy (decision 0018):
 *
 * <ul>
 *   <li>suppressed, quarantined and banned ones are out of sight; but when fewer than half of those that are not banned are
 *       usable it {@linkplain #standsAside stands aside}, and the policy sees all that are not banned, with their configured
 *       weights. Banned ones get nothing even then.
 *   <li>others count with a part of their weight. What the policy makes of that is its own, so those on probation are besides
 *       held to a tenth of the picks by count, unless they are more than nine tenths of the fleet.
 *   <li>policies that know no weights are thinned out pick by pick ({@link Thinning}).
 *   <li>about one in a hundred of the requests that may ({@code PickRequest.canary}), and one every two seconds for each
 *       quarantined worker, goes to a quarantined one, which so can earn its way back; never more than one in ten besides
 *       that one in a hundred.
 * </ul>
 *
 * A worker without a standing is taken for a good one: without a reputation service all is as if this guard were not there.
 * It belongs before all other guards, so that it judges the whole fleet.
 */
public final class StandingGuard implements FleetGuard {

    private final Supplier<Map<String, Standing>> standings;
    private final Supplier<RandomGenerator> random;
    private final LongSupplier nanoTime;
    private final Canaries canaries;
    private final ProbationCap cap = new ProbationCap();
    private Fleet fleet = Fleet.EMPTY;
    private Map<String, Standing> used = Map.of();
    private volatile Bearings bearings = Bearings.NONE;

    /**
     * @param standings by worker id, the present ones at each call; another map for each change
     * @param random gives the calling thread a source of randomness
     * @param nanoTime the clock of the load tracker; asked on picks only while somebody is in quarantine
     */
    public StandingGuard(
            Supplier<Map<String, Standing>> standings, Supplier<RandomGenerator> random, LongSupplier nanoTime) {
        this.standings = standings;
        this.random = random;
        this.nanoTime = nanoTime;
        this.canaries = new Canaries(random);
    }

    @Override
    public String name() {
        return "standing";
    }

    @Override
    public int affected() {
        Bearings now = bearings;
        return now.standsAside() ? 0 : now.notable().size();
    }

    @Override
    public boolean standsAside() {
        return bearings.standsAside();
    }

    @Override
    public Fleet apply(Fleet fleet, long now) {
        Map<String, Standing> current = standings.get();
        if (current != used || !fleet.equals(this.fleet)) {
            Bearings next = Bearings.of(fleet, current);
            canaries.retain(next.quarantined(), now);
            this.fleet = fleet;
            used = current;
            bearings = next;
        }
        return bearings.seen();
    }

    @Override
    public Picker around(Picker policy, Fleet seen, Thinning thinning) {
        Picker thinned = switch (thinning) {
            case BY_WEIGHT -> policy;
            case BY_CHANCE -> new ThinnedByChance(policy, seen, () -> bearings, random);
            case BY_KEY -> new ThinnedByKey(policy, () -> bearings);
        };
        return new StandingPicker(policy, thinned, () -> bearings, canaries, cap, nanoTime);
    }
}
