package dev.equipoise.registry.lease;

import dev.equipoise.core.registration.Leases.CallResult;
import dev.equipoise.core.registration.Leases.Callee;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Calls those who are to be called, 64 at once, and nobody more often than once in a pause: for the rest of it the last
 * result stands. One thread calls {@link #call}.
 */
public final class CallRound implements AutoCloseable {

    private static final int AT_ONCE = 64;

    private final Function<Callee, CallResult> calls;
    private final Duration pause;
    private final InstantSource clock;
    private final ExecutorService threads;
    private Map<String, Called> last = new HashMap<>();

    private record Called(long epoch, Instant at, CallResult result) {}

    /** @param calls may block for about a second, and throws nothing */
    public CallRound(Function<Callee, CallResult> calls, Duration pause, InstantSource clock) {
        this.calls = calls;
        this.pause = pause;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread caller = new Thread(task, "worker-call");
            caller.setDaemon(true);
            return caller;
        });
    }

    /** The result of each; blocks until all are there. */
    Map<Callee, CallResult> call(List<Callee> callees) {
        Map<Callee, Future<CallResult>> under = new LinkedHashMap<>();
        Map<Callee, CallResult> results = new LinkedHashMap<>();
        Map<String, Called> next = new HashMap<>();
        Instant now = clock.instant();
        for (Callee callee : callees) {
            Called before = last.get(callee.claims().id());
            if (before != null
                    && before.epoch() == callee.epoch()
                    && now.isBefore(before.at().plus(pause))) {
                results.put(callee, before.result());
                next.put(callee.claims().id(), before);
            } else {
                under.put(callee, threads.submit(() -> calls.apply(callee)));
            }
        }
        under.forEach((callee, call) -> {
            CallResult result = await(call);
            results.put(callee, result);
            next.put(callee.claims().id(), new Called(callee.epoch(), now, result));
        });
        last = next;
        return results;
    }

    /** The results of those whose lease is about to end or has ended, by worker id. */
    static Map<String, CallResult> late(Map<Callee, CallResult> results) {
        Map<String, CallResult> late = new HashMap<>();
        results.forEach((callee, result) -> {
            if (!callee.starting()) {
                late.put(callee.claims().id(), result);
            }
        });
        return late;
    }

    private static CallResult await(Future<CallResult> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CallResult.SILENT;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call of a worker failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
