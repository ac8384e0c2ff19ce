package dev.equipoise.console.traffic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Counts become rates, and the last of them are kept. Any thread; one lock. */
public final class TrafficHistory {

    /** Between two points. */
    public static final long STEP_MS = 2000;

    private static final double MILLIS = 1000;
    private static final int LATELY = 5;

    private final int most;
    private final Deque<Point> points = new ArrayDeque<>();
    /** By gateway; only of those that answered last time, for what a silent one counted meanwhile has no time. */
    private Map<String, Counted> before = Map.of();

    private long counted = Long.MIN_VALUE;

    /** @param most points kept */
    public TrafficHistory(int most) {
        this.most = most;
    }

    /** Whether it is time for a point. */
    public synchronized boolean isDue(long now) {
        return counted == Long.MIN_VALUE || now - counted >= STEP_MS;
    }

    /**
     * Takes what gateways counted. Where there is nothing to compare it with there is no point: a silence is no zero.
     *
     * @param counts by gateway, of those that answered
     * @return the new point, or none
     */
    public synchronized List<Point> take(long now, Map<String, Counted> counts, int inFlight) {
        double seconds = (now - counted) / MILLIS;
        Counted all = Counted.NOTHING;
        boolean compared = false;
        for (Map.Entry<String, Counted> each : counts.entrySet()) {
            Counted last = before.get(each.getKey());
            if (last != null) {
                compared = true;
                all = all.plus(each.getValue().since(last));
            }
        }
        before = new HashMap<>(counts);
        counted = now;
        if (!compared || seconds <= 0) {
            return List.of();
        }
        Double mean = all.requests() > 0 ? all.seconds() * MILLIS / all.requests() : null;
        Point point = new Point(now, all.requests() / seconds, all.failures() / seconds, mean, inFlight);
        points.addLast(point);
        if (points.size() > most) {
            points.removeFirst();
        }
        return List.of(point);
    }

    /** Share of the requests that failed within the last points, from 0 to 1; 0 if there were none. */
    public synchronized double failing() {
        double requests = 0;
        double failures = 0;
        Iterator<Point> latest = points.descendingIterator();
        for (int i = 0; i < LATELY && latest.hasNext(); i++) {
            Point point = latest.next();
            requests += point.requests();
            failures += point.failures();
        }
        return requests > 0 ? failures / requests : 0;
    }

    /** Those that are kept, oldest first. */
    public synchronized List<Point> points() {
        return List.copyOf(points);
    }
}
