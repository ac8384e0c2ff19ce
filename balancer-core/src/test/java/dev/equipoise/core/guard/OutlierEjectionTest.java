package dev.equipoise.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.guard.OutlierEjection.Settings;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlierEjectionTest {

    private static final Settings LATENCY = new Settings(
            0, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5), 0.1, 0, 100, 5, 4, 0.5);

    private final ManualClock clock = new ManualClock();
    private final LoadTracker tracker = new PeakEwmaLoadTracker(clock);
    private final OutlierEjection ejection = new OutlierEjection(tracker, Settings.DEFAULT);
    private final Fleet ten = Fleets.of(10);

    @Test
    void fiveFailuresInARowEjectAndFourDoNot() {
        assertThat(apply(ten)).isSameAs(ten);
        fail("w-3", 4);
        assertThat(apply(ten)).isSameAs(ten);
        fail("w-3", 1);
        assertThat(Fleets.ids(apply(ten))).hasSize(9).doesNotContain("w-3");
        assertThat(ejection.affected()).isOne();
        assertThat(ejection.panicking()).isFalse();
    }

    @Test
    void aSuccessInBetweenStartsTheCountAnew() {
        apply(ten);
        fail("w-3", 4);
        succeed("w-3", 1);
        fail("w-3", 4);
        assertThat(apply(ten)).isSameAs(ten);
    }

    @Test
    void eachEjectionIsLongerUpToTheLongestAndGoodIntervalsAreCredited() {
        for (int seconds : new int[] {30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 300}) {
            assertThat(secondsOut()).as("ejection").isEqualTo(seconds);
        }
        for (int i = 0; i < 10; i++) {
            clock.pass(Duration.ofSeconds(10));
            apply(ten);
        }
        assertThat(secondsOut())
                .as("after nine good intervals, less than before")
                .isLessThan(120);
    }

    /** Makes w-3 fail five times, and tells for how long it is out. */
    private int secondsOut() {
        apply(ten);
        fail("w-3", 5);
        int seconds = 0;
        while (apply(ten).find("w-3") == null) {
            clock.pass(Duration.ofSeconds(1));
            seconds++;
        }
        return seconds;
    }

    @Test
    void theFailuresOfBeforeAreAtonedFor() {
        secondsOut();
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofSeconds(1));
            assertThat(apply(ten)).isSameAs(ten);
        }
        fail("w-3", 4);
        assertThat(apply(ten)).isSameAs(ten);
        fail("w-3", 1);
        assertThat(apply(ten).find("w-3")).isNull();
    }

    @Test
    void aNewProcessUnderTheOldNameStartsClean() {
        apply(ten);
        fail("w-3", 5);
        assertThat(apply(ten).find("w-3")).isNull();
        List<Worker> workers = new ArrayList<>(Fleets.without(ten, "w-3").workers());
        Worker old = ten.find("w-3");
        workers.add(new Worker(
                old.id(),
                old.uri(),
                old.services(),
                old.zone(),
                old.capacity(),
                old.weight(),
                old.status(),
                old.sequence(),
                old.epoch() + 1));
        assertThat(apply(Fleet.of(2, workers)).find("w-3")).isNotNull();
    }

    @Test
    void atMostATenthIsOutButAlwaysOne() {
        Fleet thirty = Fleets.of(30);
        apply(thirty);
        for (String id : List.of("w-1", "w-2", "w-3", "w-4", "w-5")) {
            fail(id, 5);
        }
        assertThat(apply(thirty).size()).isEqualTo(27);

        OutlierEjection another = new OutlierEjection(tracker, Settings.DEFAULT);
        Fleet three = Fleets.named("other-", 3);
        another.apply(three, clock.getAsLong());
        fail("other-1", 5);
        assertThat(another.apply(three, clock.getAsLong()).size()).isEqualTo(2);
    }

    @Test
    void theOnlyWorkerStays() {
        Fleet one = Fleets.of(1);
        apply(one);
        fail("w-1", 50);
        assertThat(apply(one)).isSameAs(one);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whenMoreThanHalfStandOutNobodyIsOutAndItSaysSo(long seed) {
        apply(ten);
        List<String> ids = new ArrayList<>(Fleets.ids(ten));
        Collections.shuffle(ids, new Random(seed));
        ids.subList(0, 5).forEach(id -> fail(id, 5));
        assertThat(apply(ten).size()).as("seed %d", seed).isEqualTo(9);
        assertThat(ejection.panicking()).isFalse();
        fail(ids.get(5), 5);
        assertThat(apply(ten)).as("seed %d", seed).isSameAs(ten);
        assertThat(ejection.panicking()).isTrue();
        assertThat(ejection.affected()).isZero();
        clock.pass(Duration.ofSeconds(31));
        apply(ten);
        assertThat(ejection.panicking()).as("their time is over").isFalse();
    }

    @Test
    void aSuccessRateFarBelowTheOthersEjectsAtTheEndOfTheInterval() {
        apply(ten);
        for (Worker worker : ten.workers()) {
            boolean odd = worker.id().equals("w-7");
            for (int i = 0; i < 50; i++) {
                succeed(worker.id(), 3);
                fail(worker.id(), odd ? 1 : 0);
            }
        }
        assertThat(apply(ten)).isSameAs(ten);
        clock.pass(Duration.ofSeconds(10));
        assertThat(Fleets.ids(apply(ten))).hasSize(9).doesNotContain("w-7");
    }

    @Test
    void oneFailureAmongPerfectWorkersIsNoOutlier() {
        apply(ten);
        for (Worker worker : ten.workers()) {
            succeed(worker.id(), 999);
        }
        fail("w-7", 1);
        clock.pass(Duration.ofSeconds(10));
        assertThat(apply(ten)).isSameAs(ten);
    }

    @Test
    void tooFewRequestsOrWorkersProveNothing() {
        Fleet four = Fleets.of(4);
        apply(four);
        for (Worker worker : four.workers()) {
            for (int i = 0; i < 30; i++) {
                succeed(worker.id(), 3);
                fail(worker.id(), worker.id().equals("w-1") ? 4 : 0);
            }
        }
        clock.pass(Duration.ofSeconds(10));
        assertThat(apply(four)).isSameAs(four);
    }

    @Test
    void manyTimesTheMedianLatencyEjectsWhereItIsAskedFor() {
        OutlierEjection byLatency = new OutlierEjection(tracker, LATENCY);
        byLatency.apply(ten, clock.getAsLong());
        for (Worker worker : ten.workers()) {
            Call call = tracker.start(worker);
            clock.pass(Duration.ofMillis(20));
            call.succeeded();
        }
        Call slow = tracker.start(ten.workers().get(0));
        clock.pass(Duration.ofMillis(200));
        slow.succeeded();
        assertThat(byLatency.apply(ten, clock.getAsLong())).isSameAs(ten);
        clock.pass(Duration.ofMillis(100));
        assertThat(Fleets.ids(byLatency.apply(ten, clock.getAsLong())))
                .hasSize(9)
                .doesNotContain(ten.workers().get(0).id());
    }

    private Fleet apply(Fleet fleet) {
        return ejection.apply(fleet, clock.getAsLong());
    }

    private void fail(String id, int times) {
        for (int i = 0; i < times; i++) {
            tracker.start(Worker.of(id, ten.workers().get(0).uri())).failed();
        }
    }

    private void succeed(String id, int times) {
        for (int i = 0; i < times; i++) {
            tracker.start(Worker.of(id, ten.workers().get(0).uri())).succeeded();
        }
    }
}
