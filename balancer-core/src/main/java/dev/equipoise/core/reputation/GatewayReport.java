package dev.equipoise.core.reputation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one gateway saw of the workers in one interval of ten seconds.
 *
 * @param gateway its key id
 * @param interval number of the interval: milliseconds since 1970 divided by 10,000
 * @param strain from 0 to 8: how unwell the gateway itself is (Lifeguard's local health multiplier)
 */
public record GatewayReport(String gateway, long interval, int strain, List<Sight> sights) {

    public static final int MOST_STRAIN = 8;

    /** Workers that one message of a gateway tells of at most; of more it tells in several. */
    public static final int MOST_AT_ONCE = 10_000;

    public GatewayReport {
        strain = Math.max(0, Math.min(MOST_STRAIN, strain));
        sights = List.copyOf(sights);
    }

    /** Whether its last message was not full, so that there is no other one behind it. */
    public boolean isWhole() {
        return sights.isEmpty() || sights.size() % MOST_AT_ONCE != 0;
    }

    /**
     * This report and what the other says of workers that this one does not name.
     *
     * @param most sights that the sum may have; those of {@code more} that are beyond are left out
     */
    public GatewayReport with(GatewayReport more, int most) {
        Set<String> named = new HashSet<>();
        sights.forEach(sight -> named.add(sight.worker()));
        List<Sight> all = new ArrayList<>(sights);
        for (Sight sight : more.sights) {
            if (all.size() < most && named.add(sight.worker())) {
                all.add(sight);
            }
        }
        return new GatewayReport(gateway, interval, Math.max(strain, more.strain), all);
    }

    /**
     * Of one worker. What the client caused counts nowhere.
     *
     * @param requests that reached it
     * @param failures of those: answers of 5xx but 501 and 505, 429, broken connections, time-outs
     * @param refused connections
     * @param framing answers that broke the framing of HTTP
     */
    public record Sight(String worker, int requests, int failures, int refused, int framing) {

        public Sight {
            if (requests < 0 || failures < 0 || refused < 0 || framing < 0 || failures > requests) {
                throw new IllegalArgumentException("counts are at least 0, and no more fail than there are");
            }
        }
    }
}
