package dev.equipoise.core.simulation;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a simulation. All figures but the series are of the requests that arrived after the warm-up.
 *
 * @param contender the policy or oracle that placed the requests
 * @param endings how many requests ended how; no ending is missing
 * @param latency from a request's arrival to its end, however it ended: a request that timed out counts with the timeout
 * @param workers all that ever were in the fleet, in the order of the scenario
 * @param keys how many different keys there were; 0 if there are none or each request has its own
 * @param sharedKeys how many of them more than one worker has seen
 * @param inZone how many requests went to a worker in the zone they came from, if that is known
 */
public record Report(
        String contender,
        long seed,
        Map<Ending, Long> endings,
        LatencyHistogram latency,
        List<WorkerFigures> workers,
        int keys,
        int sharedKeys,
        long inZone,
        Series series) {

    /**
     * What came of one worker.
     *
     * @param requests it got
     * @param failures how many of these did not succeed
     * @param keys how many different keys it has seen
     */
    public record WorkerFigures(String id, long requests, long failures, int keys) {}

    public Report {
        endings = Map.copyOf(endings);
        workers = List.copyOf(workers);
    }

    public long requests() {
        return latency.count();
    }

    /** Requests that ended in any other way than well. */
    public long failures() {
        return requests() - endings.getOrDefault(Ending.SUCCEEDED, 0L);
    }

    /** The worker's part of all requests; 0 if there were none. */
    public double share(String id) {
        return share(List.of(id));
    }

    /** The part of all requests that these workers got together. */
    public double share(Collection<String> ids) {
        long got = workers.stream()
                .filter(worker -> ids.contains(worker.id()))
                .mapToLong(WorkerFigures::requests)
                .sum();
        return requests() == 0 ? 0 : (double) got / requests();
    }

    /** What the worker with the most requests got, in units of the mean; 0 if there were none. */
    public double maxOverMeanRequests() {
        return maxOverMean(workers.stream().map(WorkerFigures::requests).toList());
    }

    /** How many keys the worker with the most keys has seen, in units of the mean; 0 if there are none. */
    public double maxOverMeanKeys() {
        return maxOverMean(workers.stream().map(worker -> (long) worker.keys()).toList());
    }

    private static double maxOverMean(List<Long> counts) {
        double mean = counts.stream().mapToLong(Long::longValue).average().orElse(0);
        return mean == 0 ? 0 : counts.stream().max(Comparator.naturalOrder()).orElse(0L) / mean;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, seed %d: %d requests, %d failures, %s, max/mean of requests per worker %.3f",
                contender,
                seed,
                requests(),
                failures(),
                latency,
                maxOverMeanRequests());
    }
}
