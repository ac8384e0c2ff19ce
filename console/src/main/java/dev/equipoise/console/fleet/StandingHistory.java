package dev.equipoise.console.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last scores of the workers shown, one each ten seconds for twenty minutes. Any thread; one lock. */
final class StandingHistory {

    static final long STEP_MS = 10_000;

    private static final int MOST = 120;
    private static final double TENTHS = 10;

    private long taken = Long.MIN_VALUE;
    private Map<String, List<Double>> scores = Map.of();

    /** @return whether there is something new */
    synchronized boolean look(Picture picture) {
        boolean due = taken == Long.MIN_VALUE || picture.at() - taken >= STEP_MS;
        if (!due || !picture.trusted()) {
            return false;
        }
        taken = picture.at();
        Map<String, List<Double>> next = new HashMap<>();
        for (WorkerRow row : picture.workers()) {
            StandingRow standing = row.standing();
            if (standing != null) {
                List<Double> line = new ArrayList<>(scores.getOrDefault(row.id(), List.of()));
                line.add(Math.round(standing.score() * TENTHS) / TENTHS);
                next.put(row.id(), List.copyOf(line.subList(Math.max(0, line.size() - MOST), line.size())));
            }
        }
        scores = Map.copyOf(next);
        return true;
    }

    /** By worker, oldest first. */
    synchronized Map<String, List<Double>> scores() {
        return scores;
    }
}
