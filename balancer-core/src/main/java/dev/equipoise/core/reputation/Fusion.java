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
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Makes one opinion of what the gateways saw in an interval: a worker's failure ratio is the lower median of what they saw,
 * weighted by how much each saw, how far it is trusted and how well it is. Where there are two gateways or more, two must
 * agree before anybody is accused, each by a comparison of its own: one that is sick or lies convicts nobody, whatever it says
 * of the others. When many stand out at once it is not their fault, and nobody is accused of it.
 */
public final class Fusion {

    /** Fewer say nothing of a worker. */
    static final int LEAST_REQUESTS = 100;

    private static final int LEAST_SEEN = 20;
    private static final int MOST_COUNTED = 1000;
    private static final double LEAST_RATIO = 0.05;
    private static final double DEVIATIONS = 3;
    private static final double COMMON_CAUSE = 0.3;
    private static final double PRIOR_FAILURES = 1;
    private static final double PRIOR_REQUESTS = 20;

    private Fusion() {}

    /**
     * @param type OUTLIER, LIED_UP or FRAMING
     * @param alone whether it rests on the only gateway there is
     */
    public record Accusation(String worker, FactType type, boolean alone, String why) {}

    /**
     * @param accusations without those for which a common cause is more likely
     * @param ratios the fused failure ratio of each worker with enough requests
     * @param limit a ratio above it stands out: the median of all ratios and three median deviations more, and never below 5 %
     * @param commonCause whether so many stood out in the same way that nobody was accused of it
     */
    public record Opinion(
            List<Accusation> accusations, Map<String, Double> ratios, double limit, boolean commonCause) {}

    /** @param ownLimit the ratio above which a worker stands out to this gateway alone */
    private record Witness(String gateway, Sight sight, double voice, double ownLimit) {

        double ratio() {
            return Fusion.ratio(sight.failures(), sight.requests());
        }

        boolean agrees(double limit) {
            return hasSeen(sight) && ratio() > limit && ratio() > ownLimit;
        }
    }

    /** A failure ratio as it is compared, with Laplace's prior of one failure in twenty requests. */
    public static double ratio(long failures, long requests) {
        return (failures + PRIOR_FAILURES) / (requests + PRIOR_REQUESTS);
    }

    private static boolean hasSeen(Sight sight) {
        return sight.requests() >= LEAST_SEEN;
    }

    /**
     * @param reports of one interval; of several by one gateway the last counts, as does the last sight of one worker
     * @param trust in (0, 1] of a gateway, by its id
     */
    public static Opinion of(Collection<GatewayReport> reports, ToDoubleFunction<String> trust) {
        Map<String, GatewayReport> byGateway = new TreeMap<>();
        reports.forEach(report -> byGateway.put(report.gateway(), report));
        Map<String, Collection<Witness>> byWorker = witnesses(byGateway.values(), trust);
        Map<String, Double> ratios = new TreeMap<>();
        byWorker.forEach((worker, witnesses) -> {
            if (isMeasured(witnesses)) {
                ratios.put(worker, lowerMedian(witnesses));
            }
        });
        double limit = limit(ratios.values());
        int gateways = byGateway.size();
        int needed = gateways == 1 ? 1 : 2;
        List<Accusation> refused = new ArrayList<>();
        List<Accusation> framing = new ArrayList<>();
        List<Accusation> outliers = new ArrayList<>();
        byWorker.forEach((worker, witnesses) -> {
            long refusals = count(witnesses, w -> w.sight().refused() > 0);
            if (refusals >= needed) {
                String why = refusals + " of " + gateways + " gateways were refused";
                refused.add(new Accusation(worker, FactType.LIED_UP, gateways == 1, why));
            }
            long broken = count(witnesses, w -> w.sight().framing() > 0);
            if (broken >= needed) {
                String why = broken + " of " + gateways + " gateways got answers that are no HTTP";
                framing.add(new Accusation(worker, FactType.FRAMING, gateways == 1, why));
            }
            Double ratio = ratios.get(worker);
            long agreeing = count(witnesses, w -> w.agrees(limit));
            if (ratio != null && ratio > limit && agreeing >= needed) {
                String why = String.format(
                        Locale.ROOT,
                        "%.1f %% of its requests failed; %.1f %% would stand out; %d of %d gateways agree",
                        100 * ratio,
                        100 * limit,
                        agreeing,
                        gateways);
                outliers.add(new Accusation(worker, FactType.OUTLIER, gateways == 1, why));
            }
        });
        List<Accusation> accusations = new ArrayList<>();
        // Of those that only one gateway names there may be as many as it likes.
        List<Collection<Witness>> judged = byWorker.values().stream()
                .filter(witnesses -> witnesses.size() >= needed)
                .toList();
        long measured = judged.stream().filter(Fusion::isMeasured).count();
        boolean commonCause = !accuse(refused, judged.size(), accusations)
                | !accuse(framing, judged.size(), accusations)
                | !accuse(outliers, measured, accusations);
        return new Opinion(List.copyOf(accusations), Map.copyOf(ratios), limit, commonCause);
    }

    private static Map<String, Collection<Witness>> witnesses(
            Collection<GatewayReport> reports, ToDoubleFunction<String> trust) {
        Map<String, Collection<Witness>> byWorker = new TreeMap<>();
        for (GatewayReport report : reports) {
            Map<String, Sight> sights = new TreeMap<>();
            report.sights().forEach(sight -> sights.put(sight.worker(), sight));
            double ear = trust.applyAsDouble(report.gateway()) / (1 + report.strain());
            double ownLimit = limit(sights.values().stream()
                    .filter(Fusion::hasSeen)
                    .map(sight -> ratio(sight.failures(), sight.requests()))
                    .toList());
            sights.forEach((worker, sight) -> {
                double voice = Math.min(sight.requests(), MOST_COUNTED) * ear;
                byWorker.computeIfAbsent(worker, id -> new ArrayList<>())
                        .add(new Witness(report.gateway(), sight, voice, ownLimit));
            });
        }
        return byWorker;
    }

    private static boolean isMeasured(Collection<Witness> witnesses) {
        return witnesses.stream().mapToLong(w -> w.sight().requests()).sum() >= LEAST_REQUESTS;
    }

    private static long count(Collection<Witness> witnesses, Predicate<Witness> condition) {
        return witnesses.stream().filter(condition).count();
    }

    /** @return false if so many of {@code workers} stand out that a common cause is more likely, and nobody is accused */
    private static boolean accuse(List<Accusation> standingOut, long workers, List<Accusation> accusations) {
        if (standingOut.size() > Math.max(1, COMMON_CAUSE * workers)) {
            return false;
        }
        accusations.addAll(standingOut);
        return true;
    }

    /** Above it, a ratio stands out: median + 3 MAD of all workers, and never below 5 %. */
    private static double limit(Collection<Double> ratios) {
        if (ratios.isEmpty()) {
            return LEAST_RATIO;
        }
        double[] sorted =
                ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = sorted[(sorted.length - 1) / 2];
        double[] away =
                Arrays.stream(sorted).map(r -> Math.abs(r - median)).sorted().toArray();
        return Math.max(LEAST_RATIO, median + DEVIATIONS * away[(away.length - 1) / 2]);
    }

    private static double lowerMedian(Collection<Witness> witnesses) {
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
