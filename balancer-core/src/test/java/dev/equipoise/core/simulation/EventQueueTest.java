package dev.equipoise.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventQueueTest {

    private record Event(long time, int kind, int subject) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theEarliestIsFirstAndAmongEqualsTheOneAddedFirst(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EventQueue queue = new EventQueue();
        List<Event> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Event event =
                    new Event(random.nextLong(500), random.nextInt(8), random.nextInt(EventQueue.MAX_SUBJECT + 1));
            expected.add(event);
            queue.add(event.time(), event.kind(), event.subject());
        }
        expected.sort(Comparator.comparingLong(Event::time));
        List<Event> taken = new ArrayList<>();
        while (!queue.isEmpty()) {
            taken.add(new Event(queue.nextTime(), queue.nextKind(), queue.nextSubject()));
            queue.remove();
        }
        assertThat(taken).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void anEmptyQueueHasNoNextTime() {
        EventQueue queue = new EventQueue();
        assertThat(queue.nextTime()).isEqualTo(EventQueue.NEVER);
        queue.add(7, 1, 1);
        queue.remove();
        assertThat(queue.nextTime()).isEqualTo(EventQueue.NEVER);
    }
}
