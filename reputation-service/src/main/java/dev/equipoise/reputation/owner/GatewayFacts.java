package dev.equipoise.reputation.owner;

import dev.equipoise.core.detection.DetectionPoint;
import dev.equipoise.core.detection.Detector;
import dev.equipoise.core.detection.Response;
import dev.equipoise.core.detection.Threshold;
import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.Fusion;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.GatheredReports;
import dev.equipoise.core.reputation.ReportInbox;
import dev.equipoise.reputation.book.FactBook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes facts of what gateways report: waits until an interval is over and all have spoken, or a little longer, fuses its reports, and lets
 * thresholds decide which accusations are attacks. One thread, while this replica owns the log.
 */
final class GatewayFacts {

    /** Length of an interval, in milliseconds. */
    static final long INTERVAL = 10_000;

    private static final Logger log = LoggerFactory.getLogger(GatewayFacts.class);
    private static final Duration NO_WAIT = Duration.ofMillis(1);
    private static final int TAKEN = 64;
    private static final int MOST_TAKEN = 2048;
    private static final int MOST_GATEWAYS = 256;
    /** Intervals that may be open at a time; reports of others are worth nothing any more, or not yet. */
    private static final long OPEN = 6;

    private static final int WITNESSES = 2;
    private static final long MINUTE = 60_000;
    private static final String REPORTER = "gateways";
    private static final int POINTS = 2;

    private final ReportInbox inbox;
    private final FactBook book;
    private final FactWriter writer;
    private final FactWeights weights;
    private final Terms terms;
    private final GatewayTrust trust;
    private final ServedWell servedWell;
    private final Detector detector;
    private final DetectionPoint outlier;
    private final DetectionPoint liedUp;
    private GatheredReports gathered;

    private final int mostWorkers;
    private final TreeMap<Long, Map<String, GatewayReport>> open = new TreeMap<>();
    /** On which interval each gateway was heard last, of those heard within the last minute. */
    private final Map<String, Long> heard = new HashMap<>();

    private long fused = Long.MIN_VALUE;
    /** Before it nothing is judged. */
    private long patientUntil;

    /**
     * When accusations count.
     *
     * @param grace after the end of an interval, before it is fused
     * @param outlier so many intervals within so long in which a worker stands out
     * @param liedUp the same for refused connections
     * @param aloneFloor below which the word of the only gateway brings no score, in points
     */
    record Terms(Duration grace, Threshold outlier, Threshold liedUp, double aloneFloor) {}

    GatewayFacts(
            ReportInbox inbox,
            FactBook book,
            FactWriter writer,
            FactWeights weights,
            Terms terms,
            ServedWell servedWell,
            int mostWorkers) {
        this.inbox = inbox;
        this.book = book;
        this.writer = writer;
        this.weights = weights;
        this.terms = terms;
        this.mostWorkers = mostWorkers;
        this.trust = new GatewayTrust();
        this.servedWell = servedWell;
        this.detector = new Detector(POINTS * mostWorkers);
        this.gathered = new GatheredReports(mostWorkers);
        List<Response> ladder = List.of(Response.once(Response.Action.SCORE));
        this.outlier = new DetectionPoint("W-UT3", "UT3", terms.outlier(), ladder);
        this.liedUp = new DetectionPoint("W-UT4", "UT4", terms.liedUp(), ladder);
    }

    /**
     * This replica owns the log from now on. Gateways that could not reach the last one have something to tell, each at a
     * time of its own: who is heard first is not alone.
     */
    void begin(long now) {
        heard.clear();
        gathered = new GatheredReports(mostWorkers);
        patientUntil = now + INTERVAL + terms.grace().toMillis();
    }

    void follow(long now) {
        int taken = 0;
        List<GatewayReport> reports = inbox.take(TAKEN, NO_WAIT);
        while (!reports.isEmpty()) {
            reports.forEach(report -> keep(report, now));
            taken += reports.size();
            reports = taken < MOST_TAKEN ? inbox.take(TAKEN, NO_WAIT) : List.of();
        }
        while (!open.isEmpty() && isDue(open.firstKey(), open.firstEntry().getValue(), now)) {
            Map.Entry<Long, Map<String, GatewayReport>> oldest = open.pollFirstEntry();
            fused = oldest.getKey();
            oldest.getValue().keySet().forEach(gateway -> heard.put(gateway, fused));
            heard.values().removeIf(last -> last <= fused - OPEN);
            fuse(oldest.getKey(), oldest.getValue());
        }
    }

    /**
     * When its time is over, or sooner, when all have spoken, and to the end, who did so within the last minute. Only where they are two or
     * more: one that is alone may be the first and not the only one.
     */
    private boolean isDue(long interval, Map<String, GatewayReport> reports, long now) {
        long end = end(interval);
        boolean complete = heard.size() >= WITNESSES
                && reports.keySet().containsAll(heard.keySet())
                && reports.values().stream().allMatch(GatewayReport::isWhole);
        return complete && end <= now || Math.max(end + terms.grace().toMillis(), patientUntil) <= now;
    }

    private static long end(long interval) {
        return (interval + 1) * INTERVAL;
    }

    /** The first word of a gateway on a worker in an interval counts: it may tell of the workers in several parts. */
    private void keep(GatewayReport report, long now) {
        long current = now / INTERVAL;
        if (report.interval() <= fused || Math.abs(report.interval() - current) > OPEN) {
            log.debug(
                    "A report of {} on the interval {} came too late or too early",
                    report.gateway(),
                    report.interval());
            return;
        }
        Map<String, GatewayReport> reports = open.computeIfAbsent(report.interval(), interval -> new HashMap<>());
        if (reports.size() < MOST_GATEWAYS || reports.containsKey(report.gateway())) {
            reports.merge(report.gateway(), report, (first, more) -> first.with(more, mostWorkers));
        }
    }

    private void fuse(long interval, Map<String, GatewayReport> reports) {
        long at = end(interval);
        List<GatewayReport> known = gathered.with(interval, reports.values());
        Fusion.Opinion opinion = Fusion.of(known, trust::of);
        if (opinion.commonCause()) {
            log.warn("Many workers stand out at once, so that none of them is accused of it (F-STE3)");
        }
        trust.judge(known, opinion);
        List<Fact> facts = new ArrayList<>();
        for (Fusion.Accusation accusation : opinion.accusations()) {
            // What nobody knows has no score to lose.
            if (book.known(accusation.worker()).firstAt() > 0 && isAttack(accusation, at)) {
                accuse(accusation, interval, at, facts);
            }
        }
        facts.addAll(servedWell.after(interval, at, reports.values(), opinion));
        writer.write(facts);
    }

    private boolean isAttack(Fusion.Accusation accusation, long at) {
        return switch (accusation.type()) {
            case OUTLIER -> detector.event(outlier, accusation.worker(), at) != null;
            case LIED_UP -> detector.event(liedUp, accusation.worker(), at) != null;
            default -> true;
        };
    }

    private void accuse(Fusion.Accusation accusation, long interval, long at, List<Fact> facts) {
        String worker = accusation.worker();
        FactType type = accusation.type();
        boolean framing = type == FactType.FRAMING;
        Effect effect = weights.of(type);
        if (accusation.alone() && !framing) {
            effect = withinFloor(effect, book.score(worker, at).points());
            if (effect.equals(Effect.NONE)) {
                return;
            }
        }
        // The log takes an id once: one fact of broken framing a minute.
        String when = framing ? "minute-" + at / MINUTE : String.valueOf(interval);
        facts.add(new Fact(
                "fused:" + when + ':' + worker + ':' + type,
                at,
                worker,
                "",
                type,
                effect,
                accusation.why(),
                REPORTER,
                null));
    }

    /** As much of the effect as leaves the score at the floor; none if it is there. */
    private Effect withinFloor(Effect effect, double points) {
        double left = Math.max(0, points - terms.aloneFloor());
        double behaviour = Math.min(effect.behaviour(), left);
        return behaviour == 0 ? Effect.NONE : Effect.behaviour(behaviour);
    }
}
