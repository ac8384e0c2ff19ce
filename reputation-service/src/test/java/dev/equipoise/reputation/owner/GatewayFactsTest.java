package dev.equipoise.reputation.owner;

import static dev.equipoise.reputation.owner.World.sight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.Fusion;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.TrustState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayFactsTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int WORKERS = 10;

    private final World world = new World();
    private final World.Replica replica = world.replica("a");

    /** Known long enough to owe nothing. */
    @BeforeEach
    void fleet() {
        for (int i = 0; i < WORKERS; i++) {
            world.join("w-" + i, "10.1." + i + ".1:80");
        }
        world.live(Duration.ofSeconds(1), replica);
        world.skip(Duration.ofHours(20), replica);
        world.live(Duration.ofSeconds(2), replica);
    }

    private void report(String gateway, String bad, int failures) {
        GatewayReport.Sight[] sights = new GatewayReport.Sight[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            String worker = "w-" + i;
            sights[i] = sight(worker, 200, worker.equals(bad) ? failures : 2);
        }
        world.report(gateway, sights);
    }

    private void intervals(int count, String bad, String... gateways) {
        for (int i = 0; i < count; i++) {
            for (String gateway : gateways) {
                report(gateway, bad, 100);
            }
            world.live(INTERVAL, replica);
        }
    }

    @Test
    void threeIntervalsAreOneFact() {
        intervals(2, "w-0", "g-1", "g-2");
        world.live(INTERVAL, replica);
        assertThat(world.types("w-0")).doesNotContain(FactType.OUTLIER);
        intervals(1, "w-0", "g-1", "g-2");
        world.live(INTERVAL, replica);

        assertThat(world.types("w-0")).containsOnlyOnce(FactType.OUTLIER);
        assertThat(world.all())
                .filteredOn(fact -> fact.type() == FactType.OUTLIER)
                .hasSize(1);
        assertThat(replica.score("w-0")).isEqualTo(-4, within(0.1));
        assertThat(world.standing("w-0").state()).isEqualTo(TrustState.DEGRADED);
        assertThat(world.standing("w-0").multiplier()).isEqualTo(0.88);
        assertThat(world.standing("w-0").why()).contains("stand out");
    }

    @Test
    void anIntervalIsJudgedWhenAllHaveSpokenWhoSpokeLately() {
        intervals(1, "", "g-1", "g-2");
        brokenFraming("w-0", "g-1", "g-2");
        world.live(Duration.ofSeconds(4), replica);
        assertThat(world.types("w-0")).doesNotContain(FactType.FRAMING);
        // The interval is over.
        world.live(Duration.ofSeconds(1), replica);
        assertThat(world.types("w-0")).contains(FactType.FRAMING);

        brokenFraming("w-1", "g-1");
        world.live(Duration.ofSeconds(14), replica);
        assertThat(world.types("w-1")).doesNotContain(FactType.FRAMING);
        // So is the time that the other one has to speak.
        world.live(Duration.ofSeconds(1), replica);
        assertThat(world.types("w-1")).contains(FactType.FRAMING);
    }

    @Test
    void aNewOwnerDoesNotTakeTheFirstGatewayForTheOnlyOne() {
        replica.loop.stop();
        World.Replica other = world.replica("b");
        long interval = world.millis() / 10_000;
        brokenFraming("w-0", "liar");
        world.live(Duration.ofSeconds(16));
        world.live(Duration.ofSeconds(5), other);
        assertThat(other.loop.isOwner()).isTrue();
        world.inbox.put(new GatewayReport("g-2", interval, 0, List.of(sight("w-0", 200, 0))));
        world.live(Duration.ofSeconds(20), other);

        assertThat(world.types("w-0")).doesNotContain(FactType.FRAMING);
    }

    private void brokenFraming(String worker, String... gateways) {
        for (String gateway : gateways) {
            world.report(gateway, new GatewayReport.Sight(worker, 10, 3, 0, 3));
        }
    }

    @Test
    void whoGetsFewRequestsIsJudgedByThoseOfAMinute() {
        for (int i = 0; i < 16; i++) {
            for (String gateway : List.of("g-1", "g-2")) {
                GatewayReport.Sight[] sights = new GatewayReport.Sight[WORKERS];
                for (int w = 0; w < WORKERS; w++) {
                    sights[w] = w == 0 ? sight("w-0", 10, 3) : sight("w-" + w, 200, 2);
                }
                world.report(gateway, sights);
            }
            world.live(INTERVAL, replica);
        }
        world.live(INTERVAL, replica);

        // A hundred in five intervals: judged three times in sixteen.
        assertThat(world.types("w-0")).containsOnlyOnce(FactType.OUTLIER);
    }

    @Test
    void aReportMayComeInParts() {
        for (int i = 0; i < 4; i++) {
            for (String gateway : List.of("g-1", "g-2")) {
                for (int w = 0; w < WORKERS; w++) {
                    world.report(gateway, sight("w-" + w, 200, w == 7 ? 100 : 2));
                }
            }
            world.live(INTERVAL, replica);
        }
        world.live(INTERVAL, replica);

        assertThat(world.types("w-7")).containsOnlyOnce(FactType.OUTLIER);
    }

    /** Nobody is judged by the first message of a gateway that has more to say. */
    @Test
    void aFullMessageIsWaitedBehind() {
        intervals(1, "", "g-1", "g-2");
        GatewayReport.Sight[] full = new GatewayReport.Sight[GatewayReport.MOST_AT_ONCE];
        for (int i = 0; i < full.length; i++) {
            full[i] = sight("other-" + i, 1, 0);
        }
        long interval = world.millis() / 10_000;
        for (String gateway : List.of("g-1", "g-2")) {
            world.inbox.put(new GatewayReport(gateway, interval, 0, List.of(full)));
        }
        world.live(Duration.ofSeconds(7), replica);
        for (String gateway : List.of("g-1", "g-2")) {
            world.inbox.put(
                    new GatewayReport(gateway, interval, 0, List.of(new GatewayReport.Sight("w-0", 10, 3, 0, 3))));
        }
        world.live(Duration.ofSeconds(5), replica);

        assertThat(world.types("w-0")).contains(FactType.FRAMING);
    }

    @Test
    void whatAPausedOwnerPublishedDoesNotStay() {
        Standing before = world.standing("w-3");
        world.standings.publish(
                List.of(new Standing("w-3", TrustState.BANNED, 0.1, -100, world.millis(), "long ago")), List.of());
        world.live(Duration.ofSeconds(62), replica);

        assertThat(world.standing("w-3").state()).isEqualTo(before.state());
        assertThat(world.standing("w-3").multiplier()).isEqualTo(before.multiplier());
    }

    @Test
    void oneOfTwoGatewaysConvictsNobody() {
        for (int i = 0; i < 12; i++) {
            report("liar", "w-0", 200);
            report("g-2", "", 0);
            world.live(INTERVAL, replica);
        }

        assertThat(world.types("w-0")).doesNotContain(FactType.OUTLIER);
        assertThat(world.standing("w-0").multiplier()).isEqualTo(1);
    }

    @Test
    void theOnlyGatewayBringsNobodyBelowTwenty() {
        intervals(60, "w-0", "g-1");
        world.live(INTERVAL, replica);

        assertThat(replica.score("w-0")).isEqualTo(-20, within(0.2));
        assertThat(world.standing("w-0").multiplier()).isEqualTo(0.4, within(0.011));
        assertThat(world.standing("w-0").state()).isEqualTo(TrustState.DEGRADED);
    }

    @Test
    void corroboratedFailuresEndInQuarantineOfOneButNotOfTheWholeService() {
        intervals(36, "w-0", "g-1", "g-2");
        world.live(INTERVAL, replica);

        assertThat(replica.score("w-0")).isLessThan(-30);
        assertThat(world.standing("w-0").state()).isEqualTo(TrustState.QUARANTINED);
    }

    @Test
    void brokenFramingIsProofOnceAMinute() {
        for (int i = 0; i < 6; i++) {
            world.report("g-1", new GatewayReport.Sight("w-0", 10, 0, 0, 3));
            world.live(INTERVAL, replica);
        }
        world.live(INTERVAL, replica);

        assertThat(world.types("w-0").stream().filter(type -> type == FactType.FRAMING))
                .hasSizeBetween(1, 2);
        assertThat(replica.book.score("w-0", world.millis()).proven()).isGreaterThan(9.9);
    }

    @Test
    void aReportThatComesTooLateOrForAnIntervalToComeCountsNothing() {
        for (int i = 0; i < 5; i++) {
            world.inbox.put(new GatewayReport("g-1", world.millis() / 10_000 - 60, 0, List.of(sight("w-0", 200, 200))));
            world.inbox.put(new GatewayReport("g-1", world.millis() / 10_000 + 60, 0, List.of(sight("w-0", 200, 200))));
            world.live(INTERVAL, replica);
        }
        world.live(Duration.ofMinutes(12), replica);

        assertThat(world.types("w-0")).doesNotContain(FactType.OUTLIER);
    }

    @Test
    void whoServesWellLeavesProbationBeforeItsTime() {
        world.join("new", "10.7.7.7:80");
        world.live(INTERVAL, replica);
        assertThat(world.standing("new").state()).isEqualTo(TrustState.PROBATION);
        world.report("g-1", sight("new", 150, 0));
        world.live(INTERVAL, replica);
        world.report("g-1", sight("new", 150, 0));
        world.live(INTERVAL.multipliedBy(2), replica);

        assertThat(world.types("new")).contains(FactType.PROVEN_GOOD);
        assertThat(world.standing("new").state()).isNotEqualTo(TrustState.PROBATION);
    }

    @Test
    void whoServesBadlyStaysOnProbation() {
        world.join("new", "10.7.7.7:80");
        world.live(INTERVAL, replica);
        for (int i = 0; i < 6; i++) {
            world.report("g-1", sight("new", 90, 80));
            world.live(INTERVAL, replica);
        }

        assertThat(world.types("new")).doesNotContain(FactType.PROVEN_GOOD);
        assertThat(world.standing("new").state()).isEqualTo(TrustState.PROBATION);
    }

    @Test
    void aGatewayThatContradictsTheOthersIsBelievedLess() {
        GatewayTrust trust = new GatewayTrust();
        for (int i = 0; i < GatewayTrust.INTERVALS; i++) {
            trust.judge(
                    List.of(
                            new GatewayReport("liar", i, 0, List.of(sight("w-0", 200, 200))),
                            new GatewayReport("g-1", i, 0, List.of(sight("w-0", 200, 1))),
                            new GatewayReport("g-2", i, 0, List.of(sight("w-0", 200, 1)))),
                    new Fusion.Opinion(List.of(), Map.of("w-0", 0.01), 0.05, false));
        }
        assertThat(trust.of("liar")).isEqualTo(0.5);
        assertThat(trust.of("g-1")).isEqualTo(1);
    }
}
