package dev.equipoise.core.guard;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes workers out that stand out: that fail several times in a row, whose success rate is far below that of the others,
 * or, where a factor is set, whose latency is many times that of the others (Envoy's outlier detection; gRPC proposal
 * A50).
 *
 * <p>A worker is out for {@code base} × the number of its ejections, up to {@code longest}; each {@code interval} that
 * it behaves takes one ejection off. At most {@code share} of the fleet is out, but always one if there are two: those
 * that are worst stay out. When more than half of the fleet stands out, it is not the workers that are odd: nobody is
 * out, and {@link #panicking} says so.
 *
 * <p>What the requests tell outranks any health check: only time brings a worker back.
 */
public final class OutlierEjection implements FleetGuard {

    /**
     * @param failuresInARow that eject; 0 for never
     * @param interval between two looks at success rates and latencies
     * @param base of the first ejection
     * @param longest of all ejections
     * @param share of the fleet that may be out at once, in [0, 1]
     * @param deviations below the mean success rate, in standard deviations, that eject; 0 for never
     * @param leastRequests in an interval for a success rate that counts
     * @param leastWorkers with such a rate for a comparison
     * @param latencyFactor times the median latency that ejects; 0 for never
     * @param panicShare of the fleet that stands out for nobody to be out
     */
    public record Settings(
            int failuresInARow,
            Duration interval,
            Duration base,
            Duration longest,
            double share,
            double deviations,
            int leastRequests,
            int leastWorkers,
            double latencyFactor,
            double panicShare) {

        /** Envoy's and gRPC's, with latency off: a slow worker still works, and the adaptive policy knows its measure. */
        public static final Settings DEFAULT = new Settings(
                5, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5), 0.1, 1.9, 100, 5, 0, 0.5);

        public Settings {
            if (failuresInARow < 0
                    || deviations < 0
                    || latencyFactor < 0
                    || leastRequests < 1
                    || leastWorkers < 2
                    || !(share >= 0 && share <= 1)
                    || !(panicShare > 0 && panicShare <= 1)) {
                throw new IllegalArgumentException("outlier ejection: a setting is out of its range");
            }
            if (interval.isNegative() || interval.isZero() || base.isNegative() || base.isZero()) {
                throw new IllegalArgumentException("outlier ejection: times must be greater than 0");
            }
        }
    }

    /** A rate this good is no outlier however even the others are: among perfect workers, one in a thousand is far off. */
    private static final double GOOD_RATE = 0.95;

    private final LoadTracker tracker;
    private final Settings settings;
    private final Map<String, Record> records = new HashMap<>();
    private long nextLook;
    private boolean looked;
    private volatile int ejected;
    private volatile boolean panicking;

    public OutlierEjection(LoadTracker tracker, Settings settings) {
        this.tracker = tracker;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "outlier-ejection";
    }

    @Override
    public int affected() {
        return ejected;
    }

    /** So many workers stand out that none is taken out. */
    @Override
    public boolean panicking() {
        return panicking;
    }

    @Override
    public Fleet apply(Fleet fleet, long now) {
        records.keySet().removeIf(id -> fleet.find(id) == null);
        fleet.workers().forEach(this::recordOf);
        records.values().forEach(record -> record.release(now));
        findFailing(now);
        if (!looked || now - nextLook >= 0) {
            look(now);
        }
        return withoutEjected(fleet);
    }

    private Record recordOf(Worker worker) {
        Record known = records.get(worker.id());
        if (known == null || known.epoch != worker.epoch()) {
            // A newer process under an old name is not charged with what its predecessor did.
            known = new Record(worker.epoch(), tracker.of(worker.id()));
            records.put(worker.id(), known);
        }
        return known;
    }

    private void findFailing(long now) {
        for (Record record : records.values()) {
            if (settings.failuresInARow() > 0
                    && !record.out()
                    && record.newFailuresInARow() >= settings.failuresInARow()) {
                record.eject(now, 2);
            }
        }
    }

    private void look(long now) {
        if (looked) {
            ejectBySuccessRate(now);
            ejectByLatency(now);
            records.values().forEach(Record::forgive);
        }
        records.values().forEach(Record::beginInterval);
        looked = true;
        nextLook = now + settings.interval().toNanos();
    }

    private void ejectBySuccessRate(long now) {
        List<Record> measured = records.values().stream()
                .filter(record -> !record.out() && record.requests() >= settings.leastRequests())
                .toList();
        if (settings.deviations() == 0 || measured.size() < settings.leastWorkers()) {
            return;
        }
        double mean = measured.stream().mapToDouble(Record::rate).average().orElse(1);
        double variance = measured.stream()
                .mapToDouble(record -> (record.rate() - mean) * (record.rate() - mean))
                .average()
                .orElse(0);
        double least = Math.min(GOOD_RATE, mean - settings.deviations() * Math.sqrt(variance));
        measured.stream()
                .filter(record -> record.rate() < least)
                .forEach(record -> record.eject(now, 1 - record.rate()));
    }

    private void ejectByLatency(long now) {
        List<Record> measured = records.values().stream()
                .filter(record -> !record.out() && record.requests() > 0)
                .sorted(Comparator.comparingDouble(record -> record.load.latencyNanos()))
                .toList();
        if (settings.latencyFactor() == 0 || measured.size() < settings.leastWorkers()) {
            return;
        }
        double median = measured.get(measured.size() / 2).load.latencyNanos();
        measured.stream()
                .filter(record -> record.load.latencyNanos() > settings.latencyFactor() * median)
                .forEach(record -> record.eject(now, 0));
    }

    private Fleet withoutEjected(Fleet fleet) {
        List<Map.Entry<String, Record>> out = new ArrayList<>(records.entrySet().stream()
                .filter(entry -> entry.getValue().out())
                .sorted(Comparator.comparingDouble((Map.Entry<String, Record> entry) -> entry.getValue().severity)
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .toList());
        panicking = fleet.size() > 1 && out.size() > settings.panicShare() * fleet.size();
        int most = fleet.size() < 2 || settings.share() == 0 ? 0 : Math.max(1, (int) (settings.share() * fleet.size()));
        if (panicking || most == 0 || out.isEmpty()) {
            ejected = 0;
            return fleet;
        }
        Set<String> ids = out.stream().limit(most).map(Map.Entry::getKey).collect(Collectors.toSet());
        ejected = ids.size();
        return fleet.matching(worker -> !ids.contains(worker.id()));
    }

    /** What is remembered of one worker. */
    private final class Record {

        private final long epoch;
        private final WorkerLoad load;
        private boolean out;
        private long until;
        private int ejections;
        private boolean outInInterval;
        private double severity;
        /** Failures before its last ejection ended: they were atoned for. */
        private long atoned;

        private long successesBefore;
        private long failuresBefore;

        Record(long epoch, WorkerLoad load) {
            this.epoch = epoch;
            this.load = load;
            atoned = load.failures();
            beginInterval();
        }

        boolean out() {
            return out;
        }

        void eject(long now, double severity) {
            ejections++;
            outInInterval = true;
            out = true;
            this.severity = severity;
            long times = Math.min(ejections, settings.longest().dividedBy(settings.base()) + 1);
            until = now + Math.min(settings.longest().toNanos(), settings.base().toNanos() * times);
        }

        void release(long now) {
            if (out && now - until >= 0) {
                out = false;
                atoned = load.failures();
                beginInterval();
            }
        }

        /** An interval spent in the fleet takes an ejection off. */
        void forgive() {
            if (!outInInterval && ejections > 0) {
                ejections--;
            }
            outInInterval = out;
        }

        void beginInterval() {
            successesBefore = load.successes();
            failuresBefore = load.failures();
        }

        long newFailuresInARow() {
            return Math.min(load.failuresInARow(), load.failures() - atoned);
        }

        long requests() {
            return load.successes() - successesBefore + failed();
        }

        double rate() {
            return 1 - (double) failed() / requests();
        }

        private long failed() {
            return load.failures() - failuresBefore;
        }
    }
}
