package dev.equipoise.reputation.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.Score;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.TrustState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLoopTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private final World world = new World();

    @Test
    void allReplicasSayTheSameAndOneWrites() {
        World.Replica a = world.replica("a");
        World.Replica b = world.replica("b");
        join(5);
        world.live(Duration.ofSeconds(30), a, b);

        assertThat(Stream.of(a, b).filter(replica -> replica.loop.isOwner())).hasSize(1);
        for (int i = 0; i < 5; i++) {
            String worker = "w-" + i;
            assertThat(b.book.score(worker, world.millis())).isEqualTo(a.book.score(worker, world.millis()));
            assertThat(b.book.entry(worker, world.millis()).stage().state())
                    .isEqualTo(a.book.entry(worker, world.millis()).stage().state());
        }
    }

    @Test
    void anotherTakesOverWithinTheTermAndAtOnceWhereTheOwnerSaysGoodbye() {
        World.Replica a = world.replica("a");
        World.Replica b = world.replica("b");
        world.live(SECOND, a, b);
        world.live(Duration.ofSeconds(8), b);
        assertThat(b.loop.isOwner()).isFalse();
        world.live(Duration.ofSeconds(4), b);
        assertThat(b.loop.isOwner()).isTrue();
        world.live(Duration.ofSeconds(3), a, b);
        assertThat(a.loop.isOwner()).isFalse();

        b.loop.stop();
        world.live(Duration.ofSeconds(2), a);
        assertThat(a.loop.isOwner()).isTrue();
    }

    @Test
    void anOperatorsWordHoldsWithinARound() {
        World.Replica replica = world.replica("a");
        join(1);
        world.live(SECOND, replica);
        say("w-0", FactType.BANNED);
        world.live(SECOND, replica);
        assertThat(world.standing("w-0").state()).isEqualTo(TrustState.BANNED);
        say("w-0", FactType.PARDONED);
        world.live(SECOND, replica);
        assertThat(world.standing("w-0").state()).isEqualTo(TrustState.PROBATION);
    }

    @Test
    void ofFourWorkersOneMayBeOut() {
        World.Replica replica = world.replica("a");
        join(4);
        world.live(SECOND, replica);
        prove("w-0", 40);
        prove("w-1", 50);
        world.live(SECOND, replica);

        assertThat(world.standing("w-1").state()).isEqualTo(TrustState.QUARANTINED);
        Standing spared = world.standing("w-0");
        assertThat(spared.state()).isEqualTo(TrustState.PROBATION);
        assertThat(spared.multiplier()).isEqualTo(0.1);
        assertThat(spared.why()).contains("too many");
    }

    @Test
    void nothingIsPublishedWhileNothingChanges() {
        World.Replica replica = world.replica("a");
        join(3);
        world.live(SECOND, replica);
        world.skip(Duration.ofHours(20), replica);
        world.live(Duration.ofSeconds(5), replica);
        long version = world.standings.snapshot().version();
        world.live(Duration.ofMinutes(5), replica);

        assertThat(world.standings.snapshot().version()).isEqualTo(version);
    }

    @Test
    void aLostLogComesBackFromItsExportToTheLastBit() {
        World.Replica replica = world.new Replica("a", OwnerTerms.DEFAULT, directory);
        join(10);
        world.live(SECOND, replica);
        prove("w-0", 12.3);
        world.crash("w-1");
        world.live(Duration.ofMinutes(12), replica);
        Map<String, Score> before = new HashMap<>();
        long then = world.millis();
        List<Fact> facts = world.all();
        replica.book.entries(then).forEach(entry -> before.put(entry.worker(), entry.score()));
        assertThat(before).hasSize(10);
        replica.loop.stop();

        world.facts.lose();
        World.Replica next = world.new Replica("b", OwnerTerms.DEFAULT, directory);
        next.loop.round();

        assertThat(world.all()).isEqualTo(facts);
        before.forEach((worker, score) ->
                assertThat(next.book.score(worker, then)).as(worker).isEqualTo(score));
    }

    @Test
    void aLineThatWasBeingWrittenIsCutOff() throws IOException {
        World.Replica replica = world.new Replica("a", OwnerTerms.DEFAULT, directory);
        join(3);
        world.live(SECOND, replica);
        replica.loop.stop();
        List<Fact> facts = world.all();
        try (Stream<Path> files = Files.list(directory)) {
            Files.writeString(files.findFirst().orElseThrow(), "0123456789", StandardOpenOption.APPEND);
        }

        world.facts.lose();
        World.Replica next = world.new Replica("b", OwnerTerms.DEFAULT, directory);
        next.loop.round();
        assertThat(world.all()).isEqualTo(facts);
        world.join("w-9", "10.9.9.9:80");
        world.live(SECOND, next);
        next.loop.stop();

        world.facts.lose();
        World.Replica third = world.new Replica("c", OwnerTerms.DEFAULT, directory);
        third.loop.round();
        assertThat(third.book.known("w-9").firstAt()).isPositive();
    }

    @Test
    void aStoreThatLosesEverythingWhileTheOwnerRunsIsNoticed() {
        World.Replica replica = world.new Replica("a", OwnerTerms.DEFAULT, directory);
        join(3);
        world.live(SECOND, replica);
        prove("w-0", 12.3);
        world.live(SECOND, replica);
        int before = world.all().size();

        world.registry.lose();
        world.facts.lose();
        world.pass(Duration.ofSeconds(2));
        replica.loop.round();
        replica.loop.round();

        assertThat(world.all().size()).isGreaterThanOrEqualTo(before);
        assertThat(replica.book.score("w-0", world.millis()).proven()).isGreaterThan(12);
    }

    private void join(int workers) {
        for (int i = 0; i < workers; i++) {
            world.join("w-" + i, "10.1." + i + ".1:80");
        }
    }

    private void say(String worker, FactType type) {
        world.facts.append(List.of(new Fact(
                "operator:" + type, world.millis(), worker, "", type, Effect.NONE, "why", "operator:ada", null)));
    }

    private void prove(String worker, double points) {
        world.facts.append(List.of(new Fact(
                "proof:" + worker,
                world.millis(),
                worker,
                "",
                FactType.SCOPE_ABUSE,
                Effect.proven(points),
                "",
                "registry",
                null)));
    }
}
