package dev.equipoise.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowStartTest {

    private final ManualClock clock = new ManualClock();
    private final SlowStart slowStart = new SlowStart(Duration.ofSeconds(30));

    @Test
    void theFirstFleetIsNotNew() {
        Fleet fleet = Fleets.of(8);
        assertThat(apply(fleet)).isSameAs(fleet);
        assertThat(slowStart.affected()).isZero();
    }

    @Test
    void aNewcomersWeightGrowsByTenthsFromATenthToAllOfIt() {
        apply(Fleets.of(8));
        Fleet grown = Fleets.of(10);
        assertThat(weight(grown, "w-9")).isEqualTo(0.1);
        assertThat(weight(grown, "w-1")).isEqualTo(1);
        assertThat(slowStart.affected()).isEqualTo(2);
        double before = 0;
        for (int second = 0; second <= 30; second++) {
            double now = weight(grown, "w-9");
            assertThat(now).isBetween(Math.max(0.1, second / 30.0 - 0.1), Math.max(0.1, second / 30.0 + 1e-9));
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(apply(grown)).isSameAs(grown);
        assertThat(slowStart.affected()).isZero();
    }

    @Test
    void whoWasAwayOrIsANewProcessStartsSlowlyAgain() {
        Fleet whole = Fleets.of(3);
        apply(whole);
        apply(Fleets.without(whole, "w-2"));
        assertThat(weight(whole, "w-2")).isEqualTo(0.1);
        clock.pass(Duration.ofSeconds(30));
        Worker old = whole.find("w-3");
        Worker newer = new Worker(
                old.id(),
                old.uri(),
                old.services(),
                old.zone(),
                old.capacity(),
                old.weight(),
                old.status(),
                old.sequence(),
                old.epoch() + 1);
        Fleet restarted = Fleet.of(2, List.of(whole.find("w-1"), whole.find("w-2"), newer));
        assertThat(weight(restarted, "w-3")).isEqualTo(0.1);
        assertThat(weight(restarted, "w-2")).isEqualTo(1);
    }

    @Test
    void theSmallestWeightStaysAWeight() {
        apply(Fleets.of(1));
        Fleet light = Fleet.of(2, List.of(Fleets.worker(1), Fleets.worker(2).withWeight(Worker.MIN_WEIGHT)));
        assertThat(weight(light, "w-2")).isCloseTo(Worker.MIN_WEIGHT, within(1e-12));
    }

    private Fleet apply(Fleet fleet) {
        return slowStart.apply(fleet, clock.getAsLong());
    }

    private double weight(Fleet fleet, String id) {
        return apply(fleet).find(id).weight();
    }
}
