package dev.equipoise.core.detection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of each subject at each point of one correlation set. Only events since the last attack count, so that
 * thresholds re-arm; after a day without an attack the ladder begins anew. Remembers a bounded number of subjects and forgets
 * those first that were quiet longest. Any thread.
 */
public final class Detector {

    private static final long FORGIVEN = Duration.ofDays(1).toMillis();

    private final int most;
    private final Map<String, Watch> watches = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Watch {
        private final Deque<Long> events = new ArrayDeque<>();
        private int attacks;
        private long lastAttack;
    }

    /** @param most pairs of subject and point that are remembered */
    public Detector(int most) {
        this.most = most;
    }

    /**
     * This happened.
     *
     * @param now in milliseconds of any clock that does not go back
     * @return the attack that it completes, or null
     */
    public synchronized @Nullable Attack event(DetectionPoint point, String subject, long now) {
        Watch watch = watches.computeIfAbsent(point.id() + ' ' + subject, key -> new Watch());
        if (watches.size() > most) {
            watches.remove(watches.keySet().iterator().next());
        }
        long since = now - point.threshold().interval().toMillis();
        while (!watch.events.isEmpty() && watch.events.peek() <= since) {
            watch.events.remove();
        }
        watch.events.add(now);
        if (watch.events.size() < point.threshold().count()) {
            return null;
        }
        watch.events.clear();
        if (watch.attacks > 0 && now - watch.lastAttack > FORGIVEN) {
            watch.attacks = 0;
        }
        watch.lastAttack = now;
        watch.attacks++;
        int rung = Math.min(watch.attacks, point.ladder().size()) - 1;
        return new Attack(point, subject, now, watch.attacks, point.ladder().get(rung));
    }

    public synchronized int size() {
        return watches.size();
    }
}
