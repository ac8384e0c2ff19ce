package dev.equipoise.reputation.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.registration.Network;
import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.Ledger;
import dev.equipoise.core.reputation.ScoreTerms;
import dev.equipoise.core.reputation.TrustState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeaseFactsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();
    private final World.Replica replica = world.replica("a");

    @Test
    void aNewcomerIsEnrolledWithItsDebtAndOnProbation() {
        world.join("w-1", "10.0.0.1:80");
        world.live(SECOND, replica);

        assertThat(world.types("w-1")).containsExactly(FactType.ENROLLED, FactType.JOINED);
        assertThat(replica.score("w-1")).isEqualTo(-20, within(0.1));
        assertThat(world.standing("w-1").state()).isEqualTo(TrustState.PROBATION);
        assertThat(world.standing("w-1").multiplier()).isEqualTo(0.4);
    }

    @Test
    void registeringAgainAtTheSamePlaceIsNoFact() {
        world.join("w-1", "10.0.0.1:80");
        world.live(SECOND, replica);
        world.join("w-1", "10.0.0.1:80");
        world.live(SECOND, replica);

        assertThat(world.types("w-1")).hasSize(2);
    }

    @Test
    void whoSaysGoodbyeIsNotBlamed() {
        world.join("w-1", "10.0.0.1:80");
        world.live(SECOND, replica);
        world.leave("w-1");
        world.live(Duration.ofMinutes(30), replica);

        assertThat(world.types("w-1")).containsExactly(FactType.ENROLLED, FactType.JOINED, FactType.LEFT);
    }

    @Test
    void aLostLeaseIsBlamedAfterAMomentAndAbsenceAfterTenMinutes() {
        fleetOf(10);
        world.live(SECOND, replica);
        world.crash("w-3");
        world.live(Duration.ofSeconds(20), replica);
        assertThat(world.types("w-3")).doesNotContain(FactType.LEASE_LOST);
        world.live(Duration.ofSeconds(10), replica);

        Fact lost = world.last("w-3", FactType.LEASE_LOST);
        assertThat(lost.effect()).isEqualTo(Effect.behaviour(2).withFlap(1000));
        assertThat(lost.at()).isEqualTo(world.registry.member("w-3").since().toEpochMilli());
        assertThat(world.types("w-3")).doesNotContain(FactType.ABSENT_10M);
        world.live(Duration.ofMinutes(11), replica);
        assertThat(world.types("w-3")).endsWith(FactType.LEASE_LOST, FactType.ABSENT_10M);
    }

    @Test
    void nobodyIsBlamedWhereManyAreLostTogether() {
        fleetOf(20);
        world.live(SECOND, replica);
        for (int i = 0; i < 10; i++) {
            world.crash("w-" + i);
        }
        world.live(Duration.ofMinutes(15), replica);

        List<Fact> lost = world.all().stream()
                .filter(fact -> fact.type() == FactType.LEASE_LOST)
                .toList();
        assertThat(lost).hasSize(10).extracting(Fact::effect).containsOnly(Effect.NONE);
        assertThat(world.all()).extracting(Fact::type).doesNotContain(FactType.ABSENT_10M);
    }

    @Test
    void aCrashLoopInASmallFleetIsNoMassAndEndsAtTheFourthCrash() {
        fleetOf(5);
        world.live(Duration.ofMinutes(11), replica);
        for (int crash = 1; crash <= 4; crash++) {
            assertThat(world.standing("w-0").state()).isNotEqualTo(TrustState.SUPPRESSED);
            world.crash("w-0");
            world.live(Duration.ofSeconds(17), replica);
            world.join("w-0", "10.1.0.1:80");
            world.live(SECOND, replica);
        }

        assertThat(world.all())
                .filteredOn(fact -> fact.type() == FactType.LEASE_LOST)
                .hasSize(4)
                .extracting(Fact::effect)
                .containsOnly(Effect.behaviour(2).withFlap(1000));
        assertThat(world.standing("w-0").state()).isEqualTo(TrustState.SUPPRESSED);
    }

    @Test
    void anAnnouncedMoveIsRestlessAndASilentOneIsProof() {
        world.join("w-1", "10.0.0.1:80");
        world.join("w-2", "10.0.1.1:80");
        fleetOf(10);
        world.live(SECOND, replica);
        world.move("w-1", "10.0.0.2:80");
        world.crash("w-2");
        world.live(Duration.ofSeconds(40), replica);
        world.join("w-2", "10.0.1.2:80");
        world.live(SECOND, replica);

        assertThat(world.last("w-1", FactType.ADDRESS_CHANGED).effect()).isEqualTo(Effect.NONE.withFlap(500));
        assertThat(world.types("w-2")).endsWith(FactType.LEASE_LOST, FactType.ADDRESS_UNANNOUNCED, FactType.JOINED);
        assertThat(world.last("w-2", FactType.ADDRESS_UNANNOUNCED).place()).isEqualTo("@10.0.1.2:80");
        assertThat(world.last("w-2", FactType.ADDRESS_UNANNOUNCED).effect())
                .isEqualTo(Effect.proven(5).withFlap(500));
        assertThat(world.standing("w-2").state())
                .as("a newcomer that crashed once and was started elsewhere")
                .isEqualTo(TrustState.PROBATION);
    }

    @Test
    void aNewNameOfTheSameOwnerInheritsWhatSpeaksAgainstTheOldOne() {
        world.join("w-1", "10.0.0.1:80", "mallory");
        fleetOf(10);
        world.live(SECOND, replica);
        world.crash("w-1");
        world.live(Duration.ofMinutes(11), replica);
        double old = replica.score("w-1");
        world.join("w-new", "10.9.9.9:80", "mallory");
        world.live(SECOND, replica);

        assertThat(replica.score("w-new")).isLessThanOrEqualTo(old + 0.1).isLessThan(-20);
        assertThat(world.last("w-new", FactType.ENROLLED).why()).contains("linked");
    }

    @Test
    void anAddressLinksButNotLoopbackNorSharedNetworks() {
        OwnerTerms terms = new OwnerTerms(
                OwnerTerms.DEFAULT.weights(),
                List.of(Network.parse("192.0.2.0/24")),
                OwnerTerms.DEFAULT.grace(),
                OwnerTerms.DEFAULT.outlier(),
                OwnerTerms.DEFAULT.liedUp(),
                -20,
                200,
                100);
        World.Replica here = world.new Replica("a", terms, null);
        for (String host : List.of("127.0.0.1", "192.0.2.7", "10.0.0.7")) {
            world.join("old-" + host, host + ":80");
        }
        world.live(Duration.ofHours(1), here);
        for (String host : List.of("127.0.0.1", "192.0.2.7", "10.0.0.7")) {
            world.join("new-" + host, host + ":81");
        }
        world.live(SECOND, here);

        assertThat(world.last("new-127.0.0.1", FactType.ENROLLED).effect()).isEqualTo(Effect.debt(20));
        assertThat(world.last("new-192.0.2.7", FactType.ENROLLED).effect()).isEqualTo(Effect.debt(20));
        // Half of a half of the debt of its neighbour.
        assertThat(world.last("new-10.0.0.7", FactType.ENROLLED).effect().debt())
                .isEqualTo(5, within(0.1));
    }

    @Test
    void aKnownGoodOwnerOwesNothing() {
        world.join("w-1", "10.0.0.1:80", "ada");
        world.live(SECOND, replica);
        world.skip(Duration.ofDays(8), replica);
        world.join("w-2", "10.0.0.2:80", "ada");
        world.live(SECOND, replica);

        assertThat(world.last("w-2", FactType.ENROLLED).effect()).isEqualTo(Effect.NONE);
        assertThat(world.standing("w-2").state()).isEqualTo(TrustState.PROBATION);
    }

    @Test
    void presenceIsRewardedOnce() {
        world.join("w-1", "10.0.0.1:80");
        world.live(SECOND, replica);
        world.skip(Duration.ofDays(1), replica);
        world.skip(Duration.ofMinutes(2), replica);

        World.Replica other = world.replica("b");
        replica.loop.stop();
        world.skip(Duration.ofMinutes(2), other);
        assertThat(world.types("w-1")).containsOnlyOnce(FactType.REWARD_1D);
        assertThat(other.loop.isOwner()).isTrue();
    }

    @Test
    void aNewOwnerMakesNoFactASecondTime() {
        World.Replica other = world.replica("b");
        fleetOf(12);
        world.live(SECOND, replica, other);
        world.crash("w-1");
        world.live(Duration.ofSeconds(16), replica, other);
        world.leave("w-2");
        assertThat(replica.loop.isOwner()).isTrue();
        assertThat(other.loop.isOwner()).isFalse();

        // The lease of w-1 has ended and is no fact yet when the owner dies.
        world.live(Duration.ofSeconds(40), other);

        assertThat(other.loop.isOwner()).isTrue();
        assertThat(world.types("w-1")).containsExactly(FactType.ENROLLED, FactType.JOINED, FactType.LEASE_LOST);
        assertThat(world.types("w-2")).containsExactly(FactType.ENROLLED, FactType.JOINED, FactType.LEFT);
        assertThat(world.types("w-3")).containsExactly(FactType.ENROLLED, FactType.JOINED);
        assertThat(world.standings.snapshot().standings()).hasSize(12);
    }

    @Test
    void theLogIsInOneOrderSoAnybodyFindsTheSameScores() {
        long seed = 20261121;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        fleetOf(15);
        for (int i = 0; i < 60; i++) {
            String worker = "w-" + random.nextInt(15);
            boolean in = world.registry.members().stream()
                    .anyMatch(member -> member.worker().id().equals(worker));
            if (!in) {
                world.join(worker, "10.1.0." + (1 + random.nextInt(200)) + ":80");
            } else if (random.nextInt(3) == 0) {
                world.leave(worker);
            } else {
                world.crash(worker);
            }
            world.live(Duration.ofSeconds(1 + random.nextInt(30)), replica);
        }
        List<Fact> all = new ArrayList<>(world.all());
        assertThat(all).isSortedAccordingTo(Fact.ORDER).hasSizeGreaterThan(60);
        Collections.shuffle(all, random);
        Ledger ledger = Ledger.of(ScoreTerms.DEFAULT, all);
        for (String worker : ledger.workers()) {
            assertThat(replica.book.score(worker, world.millis())).isEqualTo(ledger.score(worker, world.millis()));
        }
    }

    private void fleetOf(int workers) {
        for (int i = 0; i < workers; i++) {
            if (world.registry.member("w-" + i) == null) {
                world.join("w-" + i, "10.1." + i + ".1:80");
            }
        }
    }
}
