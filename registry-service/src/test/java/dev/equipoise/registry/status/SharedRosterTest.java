package dev.equipoise.registry.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.HistoryEntry;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Roster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedRosterTest {

    private static final long MIN_AGE = SharedRoster.MIN_AGE.toNanos();

    private final AtomicLong nanos = new AtomicLong(1);
    private final CountedRoster roster = new CountedRoster();
    private final SharedRoster shared = new SharedRoster(roster, nanos::get);

    @Test
    void oneReadingServesEveryoneUntilItIsTooOld() {
        roster.join("w-1");
        assertThat(ids()).containsExactly("w-1");
        nanos.addAndGet(MIN_AGE);
        ids();
        assertThat(roster.reads.get()).isEqualTo(1);

        nanos.addAndGet(1);
        ids();
        assertThat(roster.reads.get()).isEqualTo(2);
    }

    @Test
    void aReadingThatTookLongServesForFiveTimesAsLong() {
        assertServes(Duration.ofMillis(200), Duration.ofSeconds(1));
        assertServes(Duration.ofMillis(10), SharedRoster.MIN_AGE);
        assertServes(Duration.ofSeconds(3), SharedRoster.MAX_AGE);
    }

    /** From its beginning. */
    private void assertServes(Duration took, Duration age) {
        nanos.addAndGet(SharedRoster.MAX_AGE.toNanos() + 1);
        roster.takes = () -> nanos.addAndGet(took.toNanos());
        ids();
        long reads = roster.reads.get();
        nanos.addAndGet(age.minus(took).toNanos());
        ids();
        assertThat(roster.reads.get()).as("a reading that took %s", took).isEqualTo(reads);
        nanos.addAndGet(1);
        ids();
        assertThat(roster.reads.get()).as("a reading that took %s", took).isEqualTo(reads + 1);
    }

    @Test
    void aChangeShowsAtOnce() {
        roster.join("w-1");
        ids();
        roster.join("w-2");

        assertThat(ids()).containsExactly("w-1", "w-2");
        assertThat(roster.reads.get()).isEqualTo(2);
    }

    /** A hundred ask while the first reading is held up: they share one more, and all see what was there when they asked. */
    @Test
    void whoAsksDuringAReadingSharesTheNext() throws Exception {
        roster.join("w-1");
        roster.gate = new Semaphore(0);
        CompletableFuture<List<String>> first = CompletableFuture.supplyAsync(this::ids, SharedRosterTest::thread);
        assertThat(roster.reading.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        roster.join("w-2");

        Phaser asking = new Phaser(1);
        List<CompletableFuture<List<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asking.register();
            answers.add(CompletableFuture.supplyAsync(
                    () -> {
                        asking.arriveAndDeregister();
                        return ids();
                    },
                    SharedRosterTest::thread));
        }
        asking.awaitAdvanceInterruptibly(asking.arrive(), 20, TimeUnit.SECONDS);
        roster.gate.release(1_000);

        assertThat(first.get(20, TimeUnit.SECONDS)).contains("w-1");
        for (CompletableFuture<List<String>> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS)).containsExactly("w-1", "w-2");
        }
        assertThat(roster.reads.get()).as("readings for 101 readers").isEqualTo(2);
        assertThat(roster.mostAtOnce.get()).isEqualTo(1);
    }

    @Test
    void aFailureIsSharedAndForgotten() {
        roster.join("w-1");
        roster.away = true;
        assertThatThrownBy(this::ids).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(this::ids).isInstanceOf(StoreUnavailableException.class);

        roster.away = false;
        assertThat(ids()).containsExactly("w-1");
    }

    /** Ten wait behind a reading that fails: one of them tries once more, and its failure is that of all. */
    @Test
    void whoWaitsWhileTheStoreGoesAwayIsToldSo() throws Exception {
        roster.gate = new Semaphore(0);
        CompletableFuture<List<String>> first = CompletableFuture.supplyAsync(this::ids, SharedRosterTest::thread);
        assertThat(roster.reading.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        List<Thread> waiting = new ArrayList<>();
        List<CompletableFuture<List<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            roster.join("w-" + i);
            answers.add(CompletableFuture.supplyAsync(this::ids, task -> waiting.add(thread(task))));
        }
        for (Thread thread : waiting) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        long asked = roster.asked.get();
        roster.away = true;
        roster.gate.release(1_000);

        answers.add(first);
        for (CompletableFuture<List<String>> answer : answers) {
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreUnavailableException.class);
        }
        assertThat(roster.asked.get() - asked)
                .as("further questions to a store that is away")
                .isEqualTo(1);
    }

    /** A version that goes back is a store that lost its memory; the list is the new store's, and nobody waits for ever. */
    @Test
    void aStoreWithoutMemoryIsShownAsItIs() {
        roster.join("w-1");
        roster.join("w-2");
        ids();
        roster.lose();
        nanos.addAndGet(MIN_AGE + 1);

        assertThat(ids()).isEmpty();
    }

    private List<String> ids() {
        return shared.workers().stream().map(WorkerView::id).toList();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Counts its readings and can hold them up. */
    private static final class CountedRoster implements Roster {

        private final List<Member> members = new ArrayList<>();
        private final AtomicLong version = new AtomicLong();
        private final AtomicLong reads = new AtomicLong();
        private final AtomicLong asked = new AtomicLong();
        private final AtomicLong atOnce = new AtomicLong();
        private final AtomicLong mostAtOnce = new AtomicLong();
        private final Semaphore reading = new Semaphore(0);
        private volatile Semaphore gate = new Semaphore(Integer.MAX_VALUE);
        private volatile boolean away;
        private volatile Runnable takes = () -> {};

        synchronized void join(String id) {
            members.add(Members.upInZone(id, ""));
            version.incrementAndGet();
        }

        synchronized void lose() {
            members.clear();
            version.set(0);
        }

        @Override
        public List<Member> absent() {
            return List.of();
        }

        @Override
        public List<HistoryEntry> history(String workerId) {
            throw new AssertionError("nobody asks for a history");
        }

        @Override
        public List<Member> members() {
            reads.incrementAndGet();
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                List<Member> now;
                synchronized (this) {
                    now = List.copyOf(members);
                }
                takes.run();
                reading.release();
                if (!gate.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody opened the gate");
                }
                check();
                return now;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                atOnce.decrementAndGet();
            }
        }

        @Override
        public Member member(String workerId) {
            throw new AssertionError("nobody asks for one");
        }

        @Override
        public long version() {
            asked.incrementAndGet();
            check();
            return version.get();
        }

        private void check() {
            if (away) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
        }
    }
}
