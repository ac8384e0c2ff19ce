package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class SlotQueueTest {

    private final ManualTimer timer = new ManualTimer();
    private final List<String> served = new ArrayList<>();

    @Test
    void asManyAsThereAreSlotsAreServedAtOnceAndTheOthersInTheirOrder() {
        SlotQueue queue = new SlotQueue(2, 1, timer);
        for (String name : List.of("a", "b", "c", "d")) {
            queue.submit(new TestJob(name, 10));
        }

        timer.runUntil(9);
        assertThat(served).isEmpty();
        timer.runUntil(10);
        assertThat(served).containsExactly("a", "b");
        assertThat(queue.pending()).isEqualTo(2);
        timer.runUntil(20);
        assertThat(served).containsExactly("a", "b", "c", "d");
        assertThat(queue.pending()).isZero();
    }

    @Test
    void aShortJobDoesNotOvertakeALongOneInLine() {
        SlotQueue queue = new SlotQueue(1, 1, timer);
        queue.submit(new TestJob("first", 10));
        queue.submit(new TestJob("long", 100));
        queue.submit(new TestJob("short", 1));

        timer.runUntil(110);
        assertThat(served).containsExactly("first", "long");
        timer.runUntil(111);
        assertThat(served).containsExactly("first", "long", "short");
    }

    @Test
    void aSlowWorkerTakesLongerForTheSameDemand() {
        SlotQueue queue = new SlotQueue(1, 10, timer);
        queue.submit(new TestJob("a", 10));

        timer.runUntil(99);
        assertThat(served).isEmpty();
        timer.runUntil(100);
        assertThat(served).containsExactly("a");
    }

    @Test
    void whatNobodyWaitsForTakesNoSlot() {
        SlotQueue queue = new SlotQueue(1, 1, timer);
        queue.submit(new TestJob("a", 10));
        TestJob gone = new TestJob("gone", 10);
        queue.submit(gone);
        queue.submit(new TestJob("c", 10));
        gone.abandoned = true;

        timer.runUntil(20);
        assertThat(served).containsExactly("a", "c");
    }

    private final class TestJob implements SlotQueue.Job {

        private final String name;
        private final long demandNanos;
        private boolean abandoned;

        TestJob(String name, long demandNanos) {
            this.name = name;
            this.demandNanos = demandNanos;
        }

        @Override
        public long demandNanos() {
            return demandNanos;
        }

        @Override
        public boolean isAbandoned() {
            return abandoned;
        }

        @Override
        public void served() {
            served.add(name);
        }
    }

    /** Time stands still until it is moved. */
    private static final class ManualTimer implements SlotQueue.Timer {

        private record Entry(long at, int number, Runnable task) {}

        private final PriorityQueue<Entry> entries =
                new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparing(Entry::number));
        private long now;
        private int number;

        @Override
        public void after(long nanos, Runnable task) {
            entries.add(new Entry(now + nanos, number++, task));
        }

        void runUntil(long time) {
            while (!entries.isEmpty() && entries.peek().at() <= time) {
                Entry entry = entries.remove();
                now = entry.at();
                entry.task().run();
            }
            now = time;
        }
    }
}
