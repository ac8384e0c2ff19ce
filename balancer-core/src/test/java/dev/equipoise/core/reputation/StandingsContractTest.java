package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.reputation.Standings.Changes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all standings hold. The fake and the Redis adapter are its subclasses. */
public abstract class StandingsContractTest {

    /** How many standings the store takes. */
    protected static final int MOST = 8;

    /** How many workers that were taken out it remembers. */
    protected static final int MOST_GONE = 3;

    private static final Duration NO_WAIT = Duration.ofMillis(1);
    /** Longer than the test is willing to wait: who does not wake up at once fails. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final int PATIENCE_SECONDS = 60;

    private Standings writer;
    private Standings reader;

    /** How the service that publishes, and one that reads, reach the same standings. */
    public record Access(Standings writer, Standings reader) {}

    /** A store without standings that allows {@link #MOST} and {@link #MOST_GONE}. */
    protected abstract Access emptyStore();

    /** The store loses everything. */
    protected abstract void lose();

    @BeforeEach
    void open() {
        Access access = emptyStore();
        writer = access.writer();
        reader = access.reader();
    }

    @Test
    void beforeTheFirstPublicationThereIsNothing() {
        assertThat(reader.snapshot()).isEqualTo(new Standings.Snapshot(0, List.of()));
        assertNothingNew(0);
    }

    @Test
    void whatIsPublishedReplacesWhatWasSaidOfTheSameWorkers() {
        publish(standing("a", 1), standing("b", 2));
        long first = reader.snapshot().version();
        publish(standing("b", 3), standing("c", 4));

        assertThat(reader.snapshot().standings())
                .containsExactlyInAnyOrder(standing("a", 1), standing("b", 3), standing("c", 4));
        assertThat(reader.snapshot().version()).isGreaterThan(first);
    }

    @Test
    void standingsComeOutAsTheyWentIn() {
        Standing standing = new Standing(
                "w \"1\"\n\t", TrustState.BANNED, 0.1 + 0.2, -100 + 1e-13, 1_767_268_800_000L, "„warum“\n\\");
        publish(standing);
        publish(new Standing("b", TrustState.NEW, Math.nextDown(1), Double.MIN_VALUE, 0, ""));

        assertThat(reader.snapshot().standings())
                .containsExactlyInAnyOrder(
                        standing, new Standing("b", TrustState.NEW, Math.nextDown(1), Double.MIN_VALUE, 0, ""));
    }

    @Test
    void whoFollowsGetsWhatChangedAndNoMore() {
        publish(standing("a", 1), standing("b", 2), standing("c", 3));
        long version = reader.snapshot().version();
        assertNothingNew(version);

        publish(standing("b", 4));
        writer.publish(List.of(standing("d", 5)), List.of("c"));

        Changes changes = reader.after(version, NO_WAIT);
        assertThat(changes.whole()).isFalse();
        assertThat(changes.changed()).containsExactlyInAnyOrder(standing("b", 4), standing("d", 5));
        assertThat(changes.gone()).containsExactly("c");
        assertThat(changes.version()).isEqualTo(reader.snapshot().version());
        assertNothingNew(changes.version());
    }

    @Test
    void aWorkerThatComesBackIsNotGone() {
        publish(standing("a", 1), standing("b", 1));
        long version = reader.snapshot().version();
        writer.publish(List.of(), List.of("a"));
        publish(standing("a", 2));

        Changes changes = reader.after(version, NO_WAIT);

        assertThat(changes.changed()).containsExactly(standing("a", 2));
        assertThat(changes.gone()).isEmpty();
    }

    @Test
    void oneThatIsBothChangedAndGoneIsGone() {
        publish(standing("a", 1));
        long version = reader.snapshot().version();

        writer.publish(List.of(standing("a", 2)), List.of("a"));

        assertThat(reader.snapshot().standings()).isEmpty();
        assertThat(reader.after(version, NO_WAIT).gone()).containsExactly("a");
    }

    @Test
    void aPublicationWithoutAChangeIsNone() {
        publish(standing("a", 1));
        long version = reader.snapshot().version();

        writer.publish(List.of(), List.of());
        writer.publish(List.of(), List.of("never-heard-of"));

        assertThat(reader.snapshot().version()).isEqualTo(version);
        assertNothingNew(version);
    }

    @Test
    void whoKnowsNothingGetsTheWhole() {
        publish(standing("a", 1));
        publish(standing("b", 2));
        writer.publish(List.of(), List.of("a"));

        Changes changes = reader.after(0, NO_WAIT);

        assertThat(changes.whole()).isTrue();
        assertThat(changes.changed()).containsExactly(standing("b", 2));
        assertThat(changes.gone()).isEmpty();
    }

    @Test
    void whoIsTooFarBehindToBeToldWhoIsGoneGetsTheWhole() {
        publish(standing("a", 1), standing("b", 1), standing("c", 1), standing("d", 1), standing("e", 1));
        long version = reader.snapshot().version();
        for (String worker : List.of("a", "b", "c")) {
            writer.publish(List.of(), List.of(worker));
        }
        assertThat(reader.after(version, NO_WAIT).gone()).containsExactlyInAnyOrder("a", "b", "c");
        long later = reader.snapshot().version();
        writer.publish(List.of(), List.of("d"));

        Changes changes = reader.after(version, NO_WAIT);

        assertThat(changes.whole()).isTrue();
        assertThat(changes.changed()).containsExactly(standing("e", 1));
        assertThat(reader.after(later, NO_WAIT).whole()).isFalse();
        assertThat(reader.after(later, NO_WAIT).gone()).containsExactly("d");
    }

    @Test
    void aStoreThatLostEverythingIsSilentUntilSomethingIsPublishedAndThenItIsTheWhole() {
        publish(standing("a", 1), standing("b", 2));
        long version = reader.snapshot().version();
        lose();
        assertNothingNew(version);

        publish(standing("b", 3));

        Changes changes = reader.after(version, NO_WAIT);
        assertThat(changes.whole()).isTrue();
        assertThat(changes.changed()).containsExactly(standing("b", 3));
        assertThat(changes.version()).isGreaterThan(version);
    }

    /** As after a fail-over to a store that had not received the last publications. */
    @Test
    void whoKnowsMoreThanTheStoreGetsTheWhole() {
        publish(standing("a", 1));
        long version = reader.snapshot().version();

        Changes changes = reader.after(version + 5, NO_WAIT);

        assertThat(changes).isEqualTo(new Changes(version, true, List.of(standing("a", 1)), List.of()));
    }

    @Test
    void whoWaitsIsWokenByAPublication() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            publish(standing("a", 0));
            for (int i = 1; i <= 10; i++) {
                long version = reader.snapshot().version();
                Future<Changes> changes = thread.submit(() -> reader.after(version, LONG));
                publish(standing("a", i));
                assertThat(changes.get(PATIENCE_SECONDS, TimeUnit.SECONDS).changed())
                        .containsExactly(standing("a", i));
            }
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void whoWaitsInAStoreThatIsEmptyIsWokenByTheFirstPublication() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Changes> changes = thread.submit(() -> reader.after(0, LONG));
            publish(standing("a", 1));
            assertThat(changes.get(PATIENCE_SECONDS, TimeUnit.SECONDS).changed())
                    .containsExactly(standing("a", 1));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void moreThanThereMayBeAreRefusedAndNothingChanges() {
        List<Standing> full = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            full.add(standing("w-" + i, i));
        }
        writer.publish(full, List.of());
        long version = reader.snapshot().version();

        assertThatThrownBy(() -> writer.publish(List.of(standing("w-1", 9), standing("more", 1)), List.of()))
                .isInstanceOf(IllegalStateException.class);
        assertNothingNew(version);

        publish(standing("w-1", 9));
        writer.publish(List.of(standing("more", 1)), List.of("w-2", "w-2", "w-3"));
        assertThat(reader.snapshot().standings()).hasSize(MOST - 1).contains(standing("w-1", 9), standing("more", 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43})
    void whoFollowsAlwaysComesToWhatTheSnapshotSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Standing> followed = new HashMap<>();
        long version = 0;
        for (int step = 0; step < 200; step++) {
            if (random.nextInt(20) == 0) {
                lose();
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                writer.publish(someStandings(random, step), someWorkers(random));
            }
            Changes changes = reader.after(version, Duration.ZERO);
            if (changes.whole()) {
                followed.clear();
            }
            changes.gone().forEach(followed::remove);
            changes.changed().forEach(standing -> followed.put(standing.worker(), standing));
            version = changes.version();
            Standings.Snapshot now = reader.snapshot();
            if (now.version() != 0) {
                assertThat(version).isEqualTo(now.version());
                assertThat(followed.values())
                        .as("seed %d, step %d", seed, step)
                        .containsExactlyInAnyOrderElementsOf(now.standings());
            }
        }
    }

    private static List<Standing> someStandings(SplittableRandom random, int score) {
        return someWorkers(random).stream()
                .map(worker -> standing(worker, score / 10.0))
                .toList();
    }

    private static Set<String> someWorkers(SplittableRandom random) {
        Set<String> workers = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            workers.add("w-" + random.nextInt(MOST));
        }
        return workers;
    }

    private void publish(Standing... changed) {
        writer.publish(List.of(changed), List.of());
    }

    private void assertNothingNew(long version) {
        for (Duration wait : List.of(Duration.ZERO, NO_WAIT)) {
            assertThat(reader.after(version, wait)).isEqualTo(new Changes(version, false, List.of(), List.of()));
        }
    }

    private static Standing standing(String worker, double score) {
        return new Standing(worker, TrustState.ACTIVE, 1, score, 1_767_268_800_000L, "why of " + worker);
    }
}
