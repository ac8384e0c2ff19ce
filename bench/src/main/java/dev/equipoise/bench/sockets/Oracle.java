package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Latencies;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * What a balancer would reach that costs no time and knows how slow each worker is and how many requests it has, though
 * not what each one demands: every request joins the worker where it may expect to be done first. It is simulated on the
 * schedule that the real ones got, so their figures can be read as multiples of its.
 */
final class Oracle {

    private final FleetShape shape;
    private final Server[] servers;

    private Oracle(FleetShape shape) {
        this.shape = shape;
        this.servers = new Server[shape.workers()];
        Arrays.setAll(servers, any -> new Server(shape.slots()));
    }

    /** The response times of what counts in the schedule. */
    static Latencies latencies(Schedule schedule, FleetShape shape) {
        Oracle oracle = new Oracle(shape);
        long[] latencies = new long[schedule.size()];
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = oracle.serve(schedule.atNanos()[i], schedule.demandNanos()[i]);
        }
        return Latencies.of(Arrays.copyOfRange(latencies, schedule.warmUp(), latencies.length));
    }

    private long serve(long now, long demandNanos) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < servers.length; i++) {
            double expected = expectedNanos(i, servers[i].inFlight(now));
            if (expected < least) {
                least = expected;
                best = i;
            }
        }
        return servers[best].accept(now, Math.round(demandNanos * shape.slownessOf(best))) - now;
    }

    private double expectedNanos(int worker, int inFlight) {
        double service = shape.meanDemand().toNanos() * shape.slownessOf(worker);
        int ahead = Math.max(0, inFlight - shape.slots() + 1);
        return service + ahead * service / shape.slots();
    }

    /** When each slot falls free, and when each request in flight is done. */
    private static final class Server {

        private final long[] freeAt;
        private final PriorityQueue<Long> doneAt = new PriorityQueue<>();

        Server(int slots) {
            freeAt = new long[slots];
        }

        int inFlight(long now) {
            while (!doneAt.isEmpty() && doneAt.peek() <= now) {
                doneAt.remove();
            }
            return doneAt.size();
        }

        long accept(long now, long nanos) {
            int first = 0;
            for (int slot = 1; slot < freeAt.length; slot++) {
                first = freeAt[slot] < freeAt[first] ? slot : first;
            }
            freeAt[first] = Math.max(now, freeAt[first]) + nanos;
            doneAt.add(freeAt[first]);
            return freeAt[first];
        }
    }
}
