package dev.equipoise.gateway.guards;

import dev.equipoise.core.guard.AdaptiveConcurrencyLimit;
import dev.equipoise.core.guard.ConcurrencyLimit;
import dev.equipoise.core.guard.FleetGuard;
import dev.equipoise.core.guard.Guards;
import dev.equipoise.core.guard.OutlierEjection;
import dev.equipoise.core.guard.PickGuard;
import dev.equipoise.core.guard.SlowStart;
import dev.equipoise.core.guard.StandingGuard;
import dev.equipoise.core.guard.Subsetting;
import dev.equipoise.core.guard.ZonePreference;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.gateway.GuardsProperties;
import dev.equipoise.gateway.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the guards of each service as configured, in the order in which they act. Each service has its own. */
public final class ConfiguredGuards {

    private final GuardsProperties properties;
    private final String subsetName;
    private final LongSupplier nanoTime;
    private final @Nullable Supplier<Map<String, Standing>> standings;

    /**
     * @param ownName the name of this gateway, asked for only where subsetting needs one and none is configured
     * @param nanoTime the clock of the load trackers
     * @param standings of workers, by their ids; null if nothing is to act on standings
     * @throws InvalidSettingException if settings do not fit together
     */
    public ConfiguredGuards(
            GuardsProperties properties,
            Supplier<String> ownName,
            LongSupplier nanoTime,
            @Nullable Supplier<Map<String, Standing>> standings) {
        this.standings = standings;
        this.properties = properties;
        this.nanoTime = nanoTime;
        GuardsProperties.Subsetting subsetting = properties.subsetting();
        if (subsetting.size() == 1) {
            throw new InvalidSettingException(
                    "equipoise.guards.subsetting.size",
                    "A subset has at least 2 workers; equipoise.guards.subsetting.size=0 shows all of them.");
        }
        if (properties
                        .outlierEjection()
                        .longest()
                        .compareTo(properties.outlierEjection().base())
                < 0) {
            throw new InvalidSettingException(
                    "equipoise.guards.outlier-ejection.longest",
                    "The longest ejection (equipoise.guards.outlier-ejection.longest) is shorter than the first (base).");
        }
        boolean named = subsetting.size() == 0 || !subsetting.name().isEmpty();
        this.subsetName = named ? subsetting.name() : ownName.get();
    }

    /**
     * @param tracker of the requests of this service
     * @param limit of requests in flight to each of its workers, which may be none
     */
    public ServiceGuards of(String service, LoadTracker tracker, ConcurrencyLimit limit) {
        List<FleetGuard> onFleet = new ArrayList<>();
        List<PickGuard> onPick = new ArrayList<>();
        if (standings != null) {
            onFleet.add(
                    new ReportedStanding(service, new StandingGuard(standings, ThreadLocalRandom::current, nanoTime)));
        }
        if (properties.subsetting().size() > 0) {
            onFleet.add(new Subsetting(subsetName, properties.subsetting().size()));
        }
        if (properties.outlierEjection().enabled()) {
            onFleet.add(new ReportedEjection(service, new OutlierEjection(tracker, outlierSettings())));
        }
        if (!properties.slowStart().window().isZero()) {
            onFleet.add(new SlowStart(properties.slowStart().window()));
        }
        if (!properties.zonePreference().zone().isEmpty()) {
            onFleet.add(new ZonePreference(tracker, properties.zonePreference().zone()));
        }
        onPick.add(limit);
        if (properties.adaptiveConcurrencyLimit().enabled()) {
            AdaptiveConcurrencyLimit adaptive = new AdaptiveConcurrencyLimit(tracker);
            onFleet.add(adaptive);
            onPick.add(adaptive);
        }
        LoadBalancingPolicy inPanic =
                LoadBalancingPolicies.byName("weighted-random", tracker, ThreadLocalRandom::current);
        return new ServiceGuards(new Guards(onFleet, onPick, inPanic), nanoTime);
    }

    private OutlierEjection.Settings outlierSettings() {
        GuardsProperties.OutlierEjection outliers = properties.outlierEjection();
        return new OutlierEjection.Settings(
                outliers.failuresInARow(),
                outliers.interval(),
                outliers.base(),
                outliers.longest(),
                outliers.share(),
                outliers.deviations(),
                outliers.leastRequests(),
                outliers.leastWorkers(),
                outliers.latencyFactor(),
                outliers.panicShare());
    }
}
