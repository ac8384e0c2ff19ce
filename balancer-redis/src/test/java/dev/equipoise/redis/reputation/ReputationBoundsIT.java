package dev.equipoise.redis.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactChain;
import dev.equipoise.core.reputation.FactFile;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactPages;
import dev.equipoise.core.reputation.FactText;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.HardFacts;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisForTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;

/** What the store keeps has bounds, and what somebody else wrote into it is noticed. */
class ReputationBoundsIT {

    private static final long DAY = Duration.ofDays(1).toMillis();
    /** Redis trims whole nodes of a stream, of 100 entries at most. */
    private static final int NODE = 100;

    private static RedisForTests server;
    private static StringRedisTemplate redis;

    @BeforeAll
    static void start() {
        server = new RedisForTests();
        redis = new StringRedisTemplate(server.connections());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void flush() {
        server.flush();
    }

    @Test
    void theLogKeepsTheLastFactsAndTheirChain(@TempDir Path directory) {
        FactLog log = log(200, 10_000);
        List<Fact> facts = HardFacts.of(new SplittableRandom(51), 1000);
        for (int i = 0; i < facts.size(); i += 50) {
            log.append(facts.subList(i, i + 50));
        }

        List<FactLog.Entry> kept = log.after(FactLog.START, facts.size());

        assertThat(kept).hasSizeBetween(200, 200 + NODE);
        assertThat(kept).extracting(FactLog.Entry::fact).isEqualTo(facts.subList(1000 - kept.size(), 1000));
        assertThat(FactChain.intact(kept.get(0).hash(), kept.subList(1, kept.size())))
                .isEqualTo(kept.size() - 1);
        Path file = directory.resolve("facts.log");
        FactFile.Extent extent = FactFile.write(file, null, new FactPages(log, FactLog.START));
        assertThat(extent.before()).isNull();
        assertThat(FactFile.verify(file).entries()).isEqualTo(kept.size());
    }

    @Test
    void asManyIdsAreRememberedAsThereMayBe() {
        FactLog log = log(1000, 10);
        List<Fact> facts = HardFacts.of(new SplittableRandom(52), 12);
        facts.forEach(fact -> log.append(List.of(fact)));
        assertThat(redis.opsForZSet().zCard(ReputationScript.IDS)).isEqualTo(10);

        assertThat(log.append(facts.subList(2, 12))).isZero();
        assertThat(log.append(facts.subList(0, 1))).isEqualTo(1);
    }

    @Test
    void idsAreRememberedForFortyDays() {
        FactLog log = log(1000, 1000);
        List<Fact> facts = HardFacts.of(new SplittableRandom(53), 3);
        log.append(facts.subList(0, 2));
        redis.opsForZSet().incrementScore(ReputationScript.IDS, id(facts.get(0)), -40.1 * DAY);
        redis.opsForZSet().incrementScore(ReputationScript.IDS, id(facts.get(1)), -39.9 * DAY);

        log.append(facts.subList(2, 3));

        Set<String> known = redis.opsForZSet().range(ReputationScript.IDS, 0, -1);
        assertThat(known).containsExactly(id(facts.get(1)), id(facts.get(2)));
    }

    @Test
    void idsAreRememberedByTheTimeOfTheStore() {
        log(10, 10).append(HardFacts.of(new SplittableRandom(54), 2));

        long now = redis.execute(
                (RedisConnection connection) -> connection.serverCommands().time());
        Set<TypedTuple<String>> known = redis.opsForZSet().rangeWithScores(ReputationScript.IDS, 0, -1);
        assertThat(known)
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.getScore()).isBetween((double) (now - DAY), (double) now));
    }

    @Test
    void anEntryThatIsNoFactIsNamed() {
        FactLog log = log(10, 10);
        String position = redis.opsForStream()
                .add(ReputationScript.LOG, Map.of("text", "not a fact", "hash", FactChain.START))
                .getValue();

        assertThatThrownBy(() -> log.after(FactLog.START, 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(position);
    }

    @Test
    void aReportThatNobodyCanReadIsLeftOut() {
        try (RedisReportInbox inbox = new RedisReportInbox(server.connections(), ReputationLimits.DEFAULT)) {
            redis.opsForStream().add(ReputationScript.INBOX, Map.of("report", "{"));
            GatewayReport report = new GatewayReport("g", 1, 0, List.of());
            inbox.put(report);

            assertThat(inbox.take(5, Duration.ZERO)).containsExactly(report);
        }
    }

    @Test
    void allKeysAreOnesThatTheReputationOwns() {
        log(10, 10).append(HardFacts.of(new SplittableRandom(55), 2));
        new RedisOwnership(redis).hold("a", Duration.ofHours(1));
        try (RedisReportInbox inbox = new RedisReportInbox(server.connections(), ReputationLimits.DEFAULT);
                RedisStandings standings = new RedisStandings(server.connections(), ReputationLimits.DEFAULT)) {
            inbox.put(new GatewayReport("g", 1, 0, List.of()));
            standings.publish(List.of(standing("a"), standing("b")), List.of());
            standings.publish(List.of(), List.of("b"));
        }

        assertThat(redis.keys("*")).hasSize(8).allMatch(key -> key.startsWith("eq:{fleet}:rep:"));
    }

    @Test
    void aWholeFleetOfStandingsIsOnePublication() {
        List<Standing> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(standing("w-" + i));
        }
        try (RedisStandings standings = new RedisStandings(server.connections(), ReputationLimits.DEFAULT)) {
            standings.publish(all, List.of());

            assertThat(Set.copyOf(standings.snapshot().standings())).isEqualTo(Set.copyOf(all));
            assertThat(redis.opsForStream().size(ReputationScript.BELL)).isEqualTo(1);
        }
    }

    @Test
    void aStoreThatIsAwayIsSaidToBe() {
        Map<String, String> nowhere = Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", "1");
        try (RedisClientForTests client = new RedisClientForTests(nowhere);
                RedisReportInbox inbox = new RedisReportInbox(client.connections(), ReputationLimits.DEFAULT);
                RedisStandings standings = new RedisStandings(client.connections(), ReputationLimits.DEFAULT)) {
            FactLog log = new RedisFactLog(client.template(), ReputationLimits.DEFAULT);
            RedisOwnership ownership = new RedisOwnership(client.template());
            List<Fact> facts = HardFacts.of(new SplittableRandom(56), 1);
            List<Runnable> calls = List.of(
                    () -> log.append(facts),
                    () -> log.after(FactLog.START, 1),
                    () -> inbox.take(1, Duration.ZERO),
                    () -> inbox.put(new GatewayReport("g", 1, 0, List.of())),
                    () -> standings.publish(List.of(standing("a")), List.of()),
                    () -> standings.after(0, Duration.ofMillis(1)),
                    standings::snapshot,
                    () -> ownership.hold("a", Duration.ofSeconds(1)),
                    () -> ownership.release("a"));
            calls.forEach(call -> assertThatThrownBy(call::run).isInstanceOf(StoreUnavailableException.class));
        }
    }

    private static FactLog log(int facts, int ids) {
        return new RedisFactLog(redis, new ReputationLimits(facts, ids, 1, 1, 1));
    }

    private static String id(Fact fact) {
        return FactText.of(fact).split("\t", 2)[0];
    }

    private static Standing standing(String worker) {
        return new Standing(worker, TrustState.DEGRADED, 0.7, -10, 5, "OUTLIER");
    }
}
