package dev.equipoise.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZonesAndSubsetsTest {

    private final ManualClock clock = new ManualClock();
    private final LoadTracker tracker = new PeakEwmaLoadTracker(clock);

    @Test
    void whileTheOwnZoneIsNoBusierTheOthersKeepAProbesShare() {
        ZonePreference preference = new ZonePreference(tracker, "a");
        Fleet fleet = zones("a", "a", "b", "b");
        Fleet seen = preference.apply(fleet, clock.getAsLong());
        assertThat(share(seen, "b")).isBetween(0.02, 0.06);
        assertThat(preference.affected()).isEqualTo(2);
    }

    @Test
    void aBusyZoneSpillsOverAndComesBack() {
        ZonePreference preference = new ZonePreference(tracker, "a");
        Fleet fleet = zones("a", "a", "b", "b");
        List<dev.equipoise.core.load.Call> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(tracker.start(fleet.workers().get(i % 2)));
        }
        double most = 0;
        for (int second = 0; second < 120; second++) {
            most = share(preference.apply(fleet, clock.getAsLong()), "b");
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(most).isEqualTo(0.5);
        calls.forEach(call -> call.ignored());
        tracker.start(fleet.workers().get(2));
        for (int second = 0; second < 120; second++) {
            most = share(preference.apply(fleet, clock.getAsLong()), "b");
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(most).isLessThan(0.06);
    }

    @Test
    void itMovesOnceASecondHoweverOftenItIsAsked() {
        ZonePreference preference = new ZonePreference(tracker, "a");
        Fleet fleet = zones("a", "b");
        for (int i = 0; i < 8; i++) {
            tracker.start(fleet.workers().get(0));
        }
        for (int i = 0; i < 1_000; i++) {
            preference.apply(fleet, clock.getAsLong());
        }
        assertThat(share(preference.apply(fleet, clock.getAsLong()), "b")).isLessThan(0.06);
    }

    @Test
    void whereThereIsNoChoiceOfZonesNothingHappens() {
        ZonePreference preference = new ZonePreference(tracker, "a");
        for (Fleet fleet : List.of(zones("a", "a"), zones("b", "c"), Fleet.EMPTY)) {
            assertThat(preference.apply(fleet, clock.getAsLong())).isSameAs(fleet);
            assertThat(preference.affected()).isZero();
        }
    }

    @Test
    void subsetsOfManyBalancersCoverTheFleetEvenlyAndChangeByOne() {
        Fleet fleet = Fleets.of(50);
        Fleet smaller = Fleets.without(fleet, "w-7");
        Map<String, Integer> shown = new HashMap<>();
        for (int balancer = 0; balancer < 500; balancer++) {
            Subsetting subsetting = new Subsetting("gateway-" + balancer, 10);
            List<String> subset = Fleets.ids(subsetting.apply(fleet, 0));
            assertThat(subset).hasSize(10);
            assertThat(subsetting.affected()).isEqualTo(40);
            subset.forEach(id -> shown.merge(id, 1, Integer::sum));
            Set<String> kept = new HashSet<>(Fleets.ids(subsetting.apply(smaller, 0)));
            kept.retainAll(subset);
            assertThat(kept).hasSizeGreaterThanOrEqualTo(9);
        }
        // Binomial with mean 100 and deviation 9.
        assertThat(shown)
                .hasSize(50)
                .allSatisfy((id, count) -> assertThat(count).isBetween(60, 140));
    }

    @Test
    void aSmallFleetIsNotDivided() {
        Subsetting subsetting = new Subsetting("gateway", 10);
        Fleet fleet = Fleets.of(10);
        assertThat(subsetting.apply(fleet, 0)).isSameAs(fleet);
        assertThat(subsetting.affected()).isZero();
    }

    private static double share(Fleet fleet, String zone) {
        double all = fleet.workers().stream().mapToDouble(Worker::weight).sum();
        return fleet.workers().stream()
                        .filter(worker -> worker.zone().equals(zone))
                        .mapToDouble(Worker::weight)
                        .sum()
                / all;
    }

    private static Fleet zones(String... zones) {
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < zones.length; i++) {
            Worker worker = Fleets.worker(i + 1);
            workers.add(new Worker(
                    worker.id(),
                    worker.uri(),
                    worker.services(),
                    zones[i],
                    new Capacity(8, 0),
                    1,
                    worker.status(),
                    i,
                    0));
        }
        return Fleet.of(1, workers);
    }
}
