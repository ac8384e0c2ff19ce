package dev.equipoise.bench.sockets;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the keys went.
 *
 * @param maxOverMean requests of the busiest worker, in multiples of the fair share
 * @param split share of the keys that more than one worker saw, among those requested more than once
 * @param atHome share of the requests served by the worker that served most of their key's
 */
record KeySpread(double maxOverMean, double split, double atHome) {

    static KeySpread of(List<Sent> turns, int workers) {
        long[] perWorker = new long[workers];
        Map<Integer, int[]> perKey = new HashMap<>();
        for (Sent sent : turns) {
            for (int i = 0; i < sent.workers().length; i++) {
                int worker = sent.workers()[i];
                if (worker != Sent.FAILED) {
                    perWorker[worker]++;
                    perKey.computeIfAbsent(sent.keys()[i], any -> new int[workers])[worker]++;
                }
            }
        }
        long total = Arrays.stream(perWorker).sum();
        long atHome = perKey.values().stream()
                .mapToLong(counts -> Arrays.stream(counts).max().orElse(0))
                .sum();
        return new KeySpread(
                Arrays.stream(perWorker).max().orElse(0) * (double) workers / Math.max(1, total),
                split(perKey),
                (double) atHome / Math.max(1, total));
    }

    private static double split(Map<Integer, int[]> perKey) {
        List<int[]> repeated = perKey.values().stream()
                .filter(counts -> Arrays.stream(counts).sum() > 1)
                .toList();
        long split = repeated.stream()
                .filter(counts ->
                        Arrays.stream(counts).filter(count -> count > 0).count() > 1)
                .count();
        return repeated.isEmpty() ? 0 : (double) split / repeated.size();
    }
}
