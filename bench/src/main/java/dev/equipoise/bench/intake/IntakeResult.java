package dev.equipoise.bench.intake;

import dev.equipoise.bench.Latencies;
import java.time.Duration;
import java.util.Map;

/**
 * What came out, of the measured intervals.
 *
 * @param answers from the moment a report was due until it was taken
 * @param refused reports that were not taken, by what happened
 * @param counted reports that had a voice when their interval was judged
 * @param waiting reports in the inbox at a time, at most
 * @param emptied from the end of an interval until no report waited any more
 * @param judged from the end of an interval until a fact that follows from it could be read
 * @param service its processor time
 * @param redis its processor time
 * @param residentBytes of the service at the end
 * @param loadAverage of the machine at the end
 */
public record IntakeResult(
        IntakePlan plan,
        Latencies answers,
        Map<String, Integer> refused,
        int counted,
        int waiting,
        Latencies emptied,
        Latencies judged,
        Duration service,
        Duration redis,
        long residentBytes,
        double loadAverage) {

    int reports() {
        return plan.gateways() * plan.intervals();
    }
}
