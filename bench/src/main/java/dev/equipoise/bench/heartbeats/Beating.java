package dev.equipoise.bench.heartbeats;

import dev.equipoise.bench.Samples;
import dev.equipoise.bench.http.Connections;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One turn of a contender: heartbeats of all its instances, each sent when it is due, whatever became of those before. On
 * the event loop of the connections.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody cancels timers
final class Beating {

    private final Contender contender;
    private final Connections connections;
    private final double[] phases;
    private final long intervalNanos;
    private final long count;
    private final Samples samples = new Samples();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final CompletableFuture<Beats> result = new CompletableFuture<>();
    private long startNanos;
    private long next;
    private long ended;

    private Beating(Contender contender, Connections connections, double[] phases, Duration interval, Duration length) {
        this.contender = contender;
        this.connections = connections;
        this.phases = phases;
        this.intervalNanos = interval.toNanos();
        this.count = Math.max(1, Math.round(phases.length * (length.toNanos() / (double) intervalNanos)));
    }

    /**
     * Begins at once.
     *
     * @param phases when each instance beats within an interval, from 0 to 1, in ascending order
     */
    static CompletableFuture<Beats> begin(
            Contender contender, Connections connections, double[] phases, Duration interval, Duration length) {
        Beating beating = new Beating(contender, connections, phases, interval, length);
        connections.loop().execute(() -> {
            beating.startNanos = System.nanoTime();
            beating.orTell(beating::sendWhatIsDue);
        });
        return beating.result;
    }

    /** Nobody else would hear of a mistake in here: an event loop keeps those of its tasks to itself. */
    private void orTell(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void sendWhatIsDue() {
        while (next < count) {
            long due = dueNanos(next);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                connections.loop().schedule(() -> orTell(this::sendWhatIsDue), wait, TimeUnit.NANOSECONDS);
                return;
            }
            send((int) (next++ % phases.length), due);
        }
    }

    private long dueNanos(long beat) {
        return startNanos + (long) ((beat / phases.length + phases[(int) (beat % phases.length)]) * intervalNanos);
    }

    private void send(int instance, long due) {
        connections.send(contender.heartbeat(instance), answer -> {
            if (contender.taken(answer)) {
                samples.add(System.nanoTime() - due);
            } else {
                failures.merge(answer.outcome(), 1, Integer::sum);
            }
            if (++ended == count) {
                result.complete(new Beats(samples.take(), Map.copyOf(failures)));
            }
        });
    }
}
