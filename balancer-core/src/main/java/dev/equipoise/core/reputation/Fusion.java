package dev.equipoise.core.reputation;

import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Makes one opinion of what the gateways saw in an interval: a worker's failure ratio is the lower median of what they saw,
 * weighted by how much each saw, how far it is trusted and how well it is. Where there are two gateways or more, two must
 * agree before anybody is accused: one that is sick or lies convicts nobody. When many stand out at once it is not their
 * fault, and nobody is accused.
 */
public final class Fusion {

    private static final int LEAST_REQUESTS = 100;
    private static final int LEAST_SEEN = 20;
    private static final int MOST_COUNTED = 1000;
    private static final double LEAST_RATIO = 0.05;
    private static final double DEVIATIONS = 3;
    private static final double COMMON_CAUSE = 0.3;
    /** Laplace's prior: one failure in twenty requests. */
    private static final double PRIOR_FAILURES = 1;

    private static final double PRIOR_REQUESTS = 20;

    private Fusion() {}

    /**
     * @param type OUTLIER, LIED_UP or FRAMING
     * @param alone whether it rests on the only gateway there is
     */
    public record Accusation(String worker, FactType type, boolean alone, String why) {}

    /**
     * @param accusations empty where a common cause is more likely
     * @param ratios the fused failure ratio of each worker with enough requests
     * @param commonCause whether so many stood out that nobody was accused of it
     */
    public record Opinion(List<Accusation> accusations, Map<String, Double> ratios, boolean commonCause) {}

    private record Witness(String gateway, Sight sight, double voice) {

        double ratio() {
            return (sight.failures() + PRIOR_FAILURES) / (sight.requests() + PRIOR_REQUESTS);
        }
    }

    /**
     * @param reports of one interval, one for each gateway
     * @param trust in (0, 1] of a gateway, by its id
     */
    public static Opinion of(Collection<GatewayReport> reports, ToDoubleFunction<String> trust) {
        Map<String, List<Witness>> byWorker = new TreeMap<>();
        for (GatewayReport report : reports) {
            double ear = trust.applyAsDouble(report.gateway()) / (1 + report.strain());
            for (Sight sight : report.sights()) {
                double voice = Math.min(sight.requests(), MOST_COUNTED) * ear;
                byWorker.computeIfAbsent(sight.worker(), id -> new ArrayList<>())
                        .add(new Witness(report.gateway(), sight, voice));
            }
        }
        boolean alone = reports.size() == 1;
        int needed = alone ? 1 : 2;
        Map<String, Double> ratios = new TreeMap<>();
        byWorker.forEach((worker, witnesses) -> {
            int requests =
                    witnesses.stream().mapToInt(w -> w.sight().requests()).sum();
            if (requests >= LEAST_REQUESTS) {
                ratios.put(worker, lowerMedian(witnesses));
            }
        });
        double limit = limit(ratios.values());
        List<Accusation> outliers = new ArrayList<>();
        List<Accusation> others = new ArrayList<>();
        byWorker.forEach((worker, witnesses) -> {
            Double ratio = ratios.get(worker);
            long agreeing = witnesses.stream()
                    .filter(w -> w.sight().requests() >= LEAST_SEEN && w.ratio() > limit)
                    .count();
            if (ratio != null && ratio > limit && agreeing >= needed) {
                outliers.add(new Accusation(
                        worker,
                        FactType.OUTLIER,
                        alone,
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of its requests failed; %.1f %% would stand out; %d of %d gateways agree",
                                100 * ratio,
                                100 * limit,
                                agreeing,
                                reports.size())));
            }
            long refused =
                    witnesses.stream().filter(w -> w.sight().refused() > 0).count();
            if (refused >= needed) {
                others.add(new Accusation(
                        worker, FactType.LIED_UP, alone, refused + " of " + reports.size() + " gateways were refused"));
            }
            long framing =
                    witnesses.stream().filter(w -> w.sight().framing() > 0).count();
            if (framing >= needed) {
                others.add(new Accusation(
                        worker,
                        FactType.FRAMING,
                        alone,
                        framing + " of " + reports.size() + " gateways got answers that are no HTTP"));
            }
        });
        boolean commonCause = outliers.size() > Math.max(1, COMMON_CAUSE * ratios.size());
        if (!commonCause) {
            others.addAll(outliers);
        }
        return new Opinion(List.copyOf(others), Map.copyOf(ratios), commonCause);
    }

    /** Above it, a ratio stands out: median + 3 MAD of all workers, and never below 5 %. */
    private static double limit(Collection<Double> ratios) {
        if (ratios.isEmpty()) {
            return 1;
        }
        double[] sorted =
                ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = sorted[(sorted.length - 1) / 2];
        double[] away =
                Arrays.stream(sorted).map(r -> Math.abs(r - median)).sorted().toArray();
        return Math.max(LEAST_RATIO, median + DEVIATIONS * away[(away.length - 1) / 2]);
    }

    private static double lowerMedian(List<Witness> witnesses) {
        List<Witness> sorted = witnesses.stream()
                .sorted(Comparator.comparingDouble(Witness::ratio).thenComparing(Witness::gateway))
                .toList();
        double half = sorted.stream().mapToDouble(Witness::voice).sum() / 2;
        double sum = 0;
        for (Witness witness : sorted) {
            sum += witness.voice();
            if (sum >= half) {
                return witness.ratio();
            }
        }
        return sorted.get(sorted.size() - 1).ratio();
    }
}
