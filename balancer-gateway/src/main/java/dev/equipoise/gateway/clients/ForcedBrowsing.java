package dev.equipoise.gateway.clients;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds clients that try out paths: {@value #DENIALS} answers of 403 or 404 within a minute, and more than nine in ten of all
 * answers since the first of these. Remembers a bounded number of clients and forgets the oldest first. Any thread.
 */
final class ForcedBrowsing {

    static final int DENIALS = 30;

    private static final double SHARE = 0.9;
    private static final long WINDOW = Duration.ofMinutes(1).toMillis();

    private final int most;
    /** Guarded by itself: in the order in which they began. */
    private final Map<String, Window> windows = new LinkedHashMap<>();

    private volatile boolean any;

    private static final class Window {
        private final long began;
        private int answers;
        private int denials;

        Window(long began) {
            this.began = began;
        }
    }

    ForcedBrowsing(int most) {
        this.most = most;
    }

    /** Whether answers that deny nothing matter at all at the moment. */
    boolean isWatching() {
        return any;
    }

    /**
     * A client got an answer.
     *
     * @param denied whether of 403 or 404
     * @param now in milliseconds
     * @return whether that makes it a case; counting begins anew then
     */
    boolean answered(String client, boolean denied, long now) {
        synchronized (windows) {
            forget(now);
            Window window = windows.get(client);
            if (window == null && denied) {
                window = new Window(now);
                windows.put(client, window);
                if (windows.size() > most) {
                    windows.remove(windows.keySet().iterator().next());
                }
            }
            if (window != null) {
                window.answers++;
                window.denials += denied ? 1 : 0;
            }
            boolean reached = window != null && window.denials >= DENIALS && window.denials > SHARE * window.answers;
            if (reached) {
                windows.remove(client);
            }
            any = !windows.isEmpty();
            return reached;
        }
    }

    private void forget(long now) {
        var oldest = windows.values().iterator();
        while (oldest.hasNext() && now - oldest.next().began >= WINDOW) {
            oldest.remove();
        }
    }

    int size() {
        synchronized (windows) {
            return windows.size();
        }
    }
}
