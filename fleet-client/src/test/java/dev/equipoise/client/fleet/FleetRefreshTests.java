package dev.equipoise.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FleetRefreshTests {

    private static final Worker A = Worker.of("a", URI.create("http://10.0.0.1:1"));
    private static final Worker B = Worker.of("b", URI.create("http://10.0.0.2:1"));

    private final List<FleetSnapshot> changes = new ArrayList<>();
    private final FleetView view = new FleetView(List.of(changes::add));
    private FleetSnapshot answer = of(A);
    private Exception fault;

    @Test
    void passesOnWhatChangedAndNothingElse() throws Exception {
        FleetRefresh refresh = refresh();

        refresh.refresh();
        refresh.refresh();
        answer = of(A, B);
        refresh.refresh();
        answer = FleetSnapshot.of(answer.fleet(), Map.of("a", Map.of("build", "2")));
        refresh.refresh();

        assertThat(changes).extracting(change -> change.fleet().version()).containsExactly(1L, 2L, 3L);
        assertThat(changes).extracting(change -> change.fleet().size()).containsExactly(1, 2, 2);
        assertThat(view.current()).isSameAs(changes.get(2));
        assertThat(view.current().metadata("a")).containsEntry("build", "2");
    }

    @Test
    void keepsTheLastFleetWhileTheRegistryIsAway() throws Exception {
        FleetRefresh refresh = refresh();
        refresh.refresh();

        fault = new IOException("away");
        refresh.refresh();
        fault = new IllegalStateException("a defect of ours");
        refresh.refresh();
        assertThat(view.current().fleet().find("a")).isEqualTo(A);

        fault = null;
        answer = of(B);
        refresh.refresh();
        assertThat(view.current().fleet().workers()).containsExactly(B);
    }

    @Test
    void anEmptyFleetIsNewsToo() throws Exception {
        FleetRefresh refresh = refresh();
        refresh.refresh();
        answer = of();
        refresh.refresh();

        assertThat(view.current().fleet().isEmpty()).isTrue();
        assertThat(changes).hasSize(2);
    }

    @Test
    void readsBeforeItsStartReturnsAndGoesOnUntilItsStop() throws Exception {
        CountDownLatch reads = new CountDownLatch(4);
        FleetRefresh refresh = new FleetRefresh(
                () -> {
                    reads.countDown();
                    return of(A);
                },
                view,
                Duration.ofMillis(10),
                () -> 0.5);

        refresh.start();
        assertThat(view.current().fleet().size()).isEqualTo(1);
        assertThat(refresh.isRunning()).isTrue();
        assertThat(reads.await(20, TimeUnit.SECONDS)).isTrue();

        refresh.stop();
        assertThat(refresh.isRunning()).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("equipoise-fleet"));
    }

    private FleetRefresh refresh() {
        return new FleetRefresh(this::read, view, Duration.ofMinutes(1), () -> 0.5);
    }

    private FleetSnapshot read() throws IOException {
        if (fault instanceof IOException away) {
            throw away;
        }
        if (fault instanceof RuntimeException defect) {
            throw defect;
        }
        return answer;
    }

    private static FleetSnapshot of(Worker... workers) {
        return FleetSnapshot.of(Fleet.of(0, List.of(workers)), Map.of());
    }
}
