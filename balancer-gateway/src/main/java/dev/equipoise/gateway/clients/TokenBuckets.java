package dev.equipoise.gateway.clients;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each client. Remembers a bounded number and forgets first those that were quiet longest: whose buckets,
 * most likely, are full. Any thread.
 */
final class TokenBuckets {

    private static final double MILLIS = 1000;

    private final double perSecond;
    private final double burst;
    private final int most;
    /** Guarded by itself. */
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    private record Bucket(double tokens, long at) {}

    /**
     * @param perSecond greater than 0
     * @param burst at least 1
     */
    TokenBuckets(double perSecond, double burst, int most) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.most = most;
    }

    /** Whether the client may send one more request now, which takes a token. */
    boolean take(String client, long now) {
        synchronized (buckets) {
            Bucket before = buckets.get(client);
            double tokens = before == null
                    ? burst
                    : Math.min(burst, before.tokens + Math.max(0, now - before.at) * perSecond / MILLIS);
            boolean taken = tokens >= 1;
            buckets.put(client, new Bucket(taken ? tokens - 1 : tokens, now));
            if (buckets.size() > most) {
                buckets.remove(buckets.keySet().iterator().next());
            }
            return taken;
        }
    }

    int size() {
        synchronized (buckets) {
            return buckets.size();
        }
    }
}
