package dev.equipoise.reputation.owner;

import dev.equipoise.core.reputation.Fusion;
import dev.equipoise.core.reputation.GatewayReport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far gateways are believed (G-IE5). In an interval with three gateways or more, one contradicts the others if a worker
 * stands out for it and not for all together, or the other way round. One that did so in more than half of the intervals of
 * half an hour is believed half as much from then on; one that did in less than a tenth is believed twice as much again, up
 * to 1. Remembers the gateways heard last. One thread.
 */
final class GatewayTrust {

    static final int INTERVALS = 180;
    private static final int WITNESSES = 3;
    private static final int LEAST_SEEN = 20;
    private static final int MOST = 1024;
    private static final double LEAST_TRUST = 1.0 / 16;

    private static final Logger log = LoggerFactory.getLogger(GatewayTrust.class);

    private final Map<String, Record> records = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Record {
        private double trust = 1;
        private int intervals;
        private int contradictions;
    }

    /** In (0, 1]. */
    double of(String gateway) {
        Record record = records.get(gateway);
        return record == null ? 1 : record.trust;
    }

    /** @param opinion what they say all together */
    void judge(Collection<GatewayReport> reports, Fusion.Opinion opinion) {
        if (reports.size() < WITNESSES) {
            return;
        }
        for (GatewayReport report : reports) {
            Record record = records.computeIfAbsent(report.gateway(), id -> new Record());
            record.intervals++;
            if (contradicts(report, opinion)) {
                record.contradictions++;
            }
            if (record.intervals == INTERVALS) {
                conclude(report.gateway(), record);
            }
        }
        if (records.size() > MOST) {
            records.remove(records.keySet().iterator().next());
        }
    }

    private static boolean contradicts(GatewayReport report, Fusion.Opinion opinion) {
        double limit = opinion.limit();
        return report.sights().stream().anyMatch(sight -> {
            Double all = opinion.ratios().get(sight.worker());
            return all != null
                    && sight.requests() >= LEAST_SEEN
                    && Fusion.ratio(sight.failures(), sight.requests()) > limit != all > limit;
        });
    }

    private static void conclude(String gateway, Record record) {
        if (2 * record.contradictions > record.intervals) {
            record.trust = Math.max(LEAST_TRUST, record.trust / 2);
            log.warn(
                    "The gateway {} contradicted the others in {} of {} intervals: it is believed {}",
                    gateway,
                    record.contradictions,
                    record.intervals,
                    record.trust);
        } else if (10 * record.contradictions < record.intervals) {
            record.trust = Math.min(1, 2 * record.trust);
        }
        record.intervals = 0;
        record.contradictions = 0;
    }
}
