package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several threads pick and call while another builds one picker after the other, as in a gateway. */
final class ConcurrentPicks {

    private final LoadBalancingPolicy policy;
    private final LoadTracker tracker;
    private final List<Fleet> fleets;
    private volatile View current;

    private record View(Fleet fleet, Picker picker) {}

    ConcurrentPicks(LoadBalancingPolicy policy, LoadTracker tracker, List<Fleet> fleets) {
        this.policy = policy;
        this.tracker = tracker;
        this.fleets = fleets;
        this.current = new View(fleets.get(0), policy.pickerFor(fleets.get(0), null));
    }

    /** Fails if a thread throws, or is given nobody or a worker that is not in the fleet of the picker it asked. */
    void run(int threads, int picksPerThread) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String thread = "thread-" + i + "-";
                running.add(pool.submit(() -> pick(thread, picksPerThread)));
            }
            for (int version = 1; running.stream().anyMatch(future -> !future.isDone()); version++) {
                Fleet next = fleets.get(version % fleets.size());
                current = new View(next, policy.pickerFor(next, current.picker()));
            }
            for (Future<?> future : running) {
                future.get(1, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void pick(String thread, int picks) {
        for (int i = 0; i < picks; i++) {
            View view = current;
            PickRequest request = PickRequest.keyed(thread + i);
            Worker first = view.picker().pick(request);
            assertThat(view.fleet().workers().contains(first)).isTrue();
            Call call = tracker.start(first);
            Worker second = view.picker().pick(request.without(List.of(first.id())));
            assertThat(view.fleet().workers().contains(second)).isTrue();
            assertThat(second.id()).isNotEqualTo(first.id());
            call.succeeded();
        }
    }
}
