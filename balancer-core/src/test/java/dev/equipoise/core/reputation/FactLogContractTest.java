package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every log of facts holds. The fake and the Redis adapter are its subclasses. */
public abstract class FactLogContractTest {

    private static final int ALL = 1000;

    private FactLog log;

    /** A log without facts, as one replica reaches it. */
    protected abstract FactLog emptyLog();

    /** The same log, as another replica reaches it. */
    protected abstract FactLog sameLog();

    /** The store loses everything. */
    protected abstract void lose();

    @BeforeEach
    void open() {
        log = emptyLog();
    }

    @Test
    void factsStandInTheOrderInWhichTheyWereTakenNotByTime() {
        assertThat(log.after(FactLog.START, ALL)).isEmpty();

        assertThat(log.append(List.of(fact("b", 7), fact("a", 5)))).isEqualTo(2);
        assertThat(log.append(List.of(fact("c", 6)))).isEqualTo(1);

        assertThat(facts()).containsExactly(fact("b", 7), fact("a", 5), fact("c", 6));
        assertChained();
    }

    @Test
    void nothingToTakeIsNothing() {
        assertThat(log.append(List.of())).isZero();
        assertThat(facts()).isEmpty();
    }

    @Test
    void aFactThatComesAgainIsLeftOutWhateverItSays() {
        log.append(List.of(fact("a", 5)));

        assertThat(log.append(List.of(fact("a", 5)))).isZero();
        assertThat(log.append(List.of(fact("b", 6), fact("a", 9), fact("b", 8), fact("c", 7))))
                .isEqualTo(2);
        assertThat(sameLog().append(List.of(fact("c", 7), fact("d", 7)))).isEqualTo(1);

        assertThat(facts()).containsExactly(fact("a", 5), fact("b", 6), fact("c", 7), fact("d", 7));
        assertChained();
    }

    @Test
    void idsOfAnyCharactersAreToldApart() {
        List<Fact> facts = List.of(
                fact("\ud83d", 5), fact("\ude00", 5), fact("?", 5), fact("\ufffd", 5), fact("\t", 5), fact("\\t", 5));
        log.append(facts);

        assertThat(log.append(facts)).isZero();
        assertThat(facts()).isEqualTo(facts);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void factsComeBackBitByBitAndAPageAtATime(long seed) {
        List<Fact> facts = HardFacts.of(new SplittableRandom(seed), 100);
        log.append(facts.subList(0, 60));
        log.append(facts.subList(60, 100));

        List<Fact> read = new ArrayList<>();
        String position = FactLog.START;
        for (List<FactLog.Entry> page = log.after(position, 7); !page.isEmpty(); page = log.after(position, 7)) {
            assertThat(page).hasSizeLessThanOrEqualTo(7);
            page.forEach(entry -> read.add(entry.fact()));
            position = page.get(page.size() - 1).position();
        }

        assertThat(read).as("seed %d", seed).isEqualTo(facts);
        assertThat(log.after(position, 7)).isEmpty();
        assertChained();
    }

    @Test
    void whatWasNeverAPositionIsRefused() {
        for (String position : List.of("", "$", "-", "+", "5", "(0-0", "a-b", "1-1 ")) {
            assertThatThrownBy(() -> log.after(position, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> log.after(FactLog.START, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenManyAppendAtATimeEveryFactIsTakenOnceAndTheChainHolds() throws Exception {
        int rounds = 20;
        List<FactLog> replicas = List.of(log, sameLog(), sameLog(), log);
        ExecutorService threads = Executors.newFixedThreadPool(replicas.size());
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Integer>> taken = new ArrayList<>();
            for (int i = 0; i < replicas.size(); i++) {
                FactLog replica = replicas.get(i);
                String own = "own-" + i + "-";
                taken.add(threads.submit(() -> {
                    start.await();
                    int count = 0;
                    for (int round = 0; round < rounds; round++) {
                        count += replica.append(List.of(fact(own + round, 5), fact("common-" + round, 5)));
                    }
                    return count;
                }));
            }
            start.countDown();
            int sum = 0;
            for (Future<Integer> one : taken) {
                sum += one.get();
            }
            assertThat(sum).isEqualTo(rounds * (replicas.size() + 1));
        } finally {
            threads.shutdownNow();
        }

        assertThat(facts()).hasSize(rounds * (replicas.size() + 1)).doesNotHaveDuplicates();
        assertChained();
    }

    @Test
    void aLogThatWasLostBeginsAgain() {
        log.append(List.of(fact("a", 5), fact("b", 6)));
        lose();

        assertThat(log.after(FactLog.START, ALL)).isEmpty();
        assertThat(log.append(List.of(fact("b", 6)))).isEqualTo(1);

        assertThat(facts()).containsExactly(fact("b", 6));
        assertChained();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void aLogThatWasLostIsRestoredFromItsExportWithTheSameScoresToTheLastBit(long seed, @TempDir Path directory) {
        log.append(HardFacts.of(new SplittableRandom(seed), 700));
        List<FactLog.Entry> before = log.after(FactLog.START, ALL);
        List<Score> scores = scores(before);
        Path file = directory.resolve("facts.log");
        FactFile.Extent extent = FactFile.write(file, null, new FactPages(log, FactLog.START));
        lose();

        assertThat(FactFile.restore(file, log)).isEqualTo(700);

        List<FactLog.Entry> after = log.after(FactLog.START, ALL);
        assertThat(scores(after)).as("seed %d", seed).isEqualTo(scores);
        assertThat(after.get(after.size() - 1).hash())
                .isEqualTo(extent.last())
                .isEqualTo(before.get(before.size() - 1).hash());
        assertThat(FactFile.restore(file, log)).isZero();
    }

    @Test
    void ofATamperedExportNothingIsTakenAndTheLineIsNamed(@TempDir Path directory) throws IOException {
        log.append(HardFacts.of(new SplittableRandom(31), 50));
        Path file = directory.resolve("facts.log");
        FactFile.write(file, null, new FactPages(log, FactLog.START));
        lose();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(41, lines.get(41).replace("\tw-", "\tx-"));
        Files.write(file, lines);

        assertThatThrownBy(() -> FactFile.restore(file, log))
                .isInstanceOfSatisfying(
                        BrokenFactFileException.class, e -> assertThat(e.line()).isEqualTo(42))
                .hasMessageStartingWith("line 42: ");

        assertThat(facts()).isEmpty();
    }

    private static List<Score> scores(List<FactLog.Entry> entries) {
        Ledger ledger = Ledger.of(
                ScoreTerms.DEFAULT, entries.stream().map(FactLog.Entry::fact).toList());
        long last = entries.stream().mapToLong(entry -> entry.fact().at()).max().orElseThrow();
        assertThat(ledger.workers()).hasSizeGreaterThan(3);
        return ledger.workers().stream()
                .sorted()
                .map(worker -> ledger.score(worker, last + 12_345))
                .toList();
    }

    private List<Fact> facts() {
        return log.after(FactLog.START, ALL).stream().map(FactLog.Entry::fact).toList();
    }

    private void assertChained() {
        List<FactLog.Entry> entries = log.after(FactLog.START, ALL);
        assertThat(FactChain.intact(FactChain.START, entries)).isEqualTo(entries.size());
    }

    /** One like it in nothing but id and time. */
    protected static Fact fact(String id, long at) {
        return new Fact(
                id, at, "w-1", "", FactType.OUTLIER, FactWeights.DEFAULT.of(FactType.OUTLIER), "", "gateways", null);
    }
}
