package dev.equipoise.core.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Counts while a simulation runs. */
final class Tally {

    private final long warmUp;
    private final List<String> ids;
    /** Counters of one element. */
    private final Map<Ending, long[]> endings = new EnumMap<>(Ending.class);

    private final LatencyHistogram latency = new LatencyHistogram();
    private final Series series;
    private final long[] requests;
    private final long[] failures;
    private final int[] keysOfWorker;
    private final byte[] workersOfKey;
    private final PairSet seen = new PairSet();
    private long inZone;

    /** @param ids of all workers, in the order of their indices */
    Tally(List<String> ids, int keys, long warmUp) {
        this.warmUp = warmUp;
        this.ids = ids;
        for (Ending ending : Ending.values()) {
            endings.put(ending, new long[1]);
        }
        this.series = new Series(ids);
        this.requests = new long[ids.size()];
        this.failures = new long[ids.size()];
        this.keysOfWorker = new int[ids.size()];
        this.workersOfKey = new byte[keys];
    }

    /** @param key {@link KeyDraw#NO_KEY} if it is nobody else's */
    void placed(long now, int worker, int key, boolean sameZone) {
        series.add(now, worker);
        if (now < warmUp) {
            return;
        }
        requests[worker]++;
        inZone += sameZone ? 1 : 0;
        if (key != KeyDraw.NO_KEY && seen.add(key, worker)) {
            keysOfWorker[worker]++;
            workersOfKey[key] = (byte) Math.min(2, workersOfKey[key] + 1);
        }
    }

    void unplaced(long now) {
        if (now >= warmUp) {
            endings.get(Ending.UNPLACED)[0]++;
            latency.add(0);
        }
    }

    void ended(long arrivedAt, long now, int worker, Ending ending) {
        if (arrivedAt < warmUp) {
            return;
        }
        endings.get(ending)[0]++;
        latency.add(now - arrivedAt);
        failures[worker] += ending == Ending.SUCCEEDED ? 0 : 1;
    }

    Report report(String contender, long seed) {
        Map<Ending, Long> byEnding = new EnumMap<>(Ending.class);
        endings.forEach((ending, count) -> byEnding.put(ending, count[0]));
        List<Report.WorkerFigures> workers = IntStream.range(0, ids.size())
                .mapToObj(i -> new Report.WorkerFigures(ids.get(i), requests[i], failures[i], keysOfWorker[i]))
                .toList();
        return new Report(contender, seed, byEnding, latency, workers, keysSeenBy(1), keysSeenBy(2), inZone, series);
    }

    private int keysSeenBy(int workers) {
        int keys = 0;
        for (byte seenBy : workersOfKey) {
            keys += seenBy >= workers ? 1 : 0;
        }
        return keys;
    }
}
