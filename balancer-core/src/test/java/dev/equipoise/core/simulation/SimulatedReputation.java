package dev.equipoise.core.simulation;

import dev.equipoise.core.detection.DetectionPoint;
import dev.equipoise.core.detection.Detector;
import dev.equipoise.core.detection.Response;
import dev.equipoise.core.detection.Threshold;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.FleetCap;
import dev.equipoise.core.reputation.Fusion;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import dev.equipoise.core.reputation.GatheredReports;
import dev.equipoise.core.reputation.Ledger;
import dev.equipoise.core.reputation.ScoreTerms;
import dev.equipoise.core.reputation.Stage;
import dev.equipoise.core.reputation.Trust;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.core.reputation.TrustTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A reputation service for a simulated fleet. Every ten seconds of virtual time it makes one opinion of what all gateways
 * saw; the third accusation of a worker within three minutes is a fact. Gateways give each worker its weight times its multiplier, a
 * tenth of it on probation, and nothing to those that are out. Workers are of a known owner. For one simulation.
 */
final class SimulatedReputation {

    private static final long MILLI = 1_000_000;
    private static final long INTERVAL = Duration.ofSeconds(10).toNanos();
    /** Virtual time begins at 0, which in the model is no time. */
    private static final long BEGINNING = Duration.ofDays(1).toMillis();

    private static final double PROBATION = 0.1;
    private static final DetectionPoint OUTLIER = new DetectionPoint(
            "W-UT3", "UT3", new Threshold(3, Duration.ofMinutes(3)), List.of(Response.once(Response.Action.SCORE)));

    private final boolean retrying;
    private final List<Eye> eyes = new ArrayList<>();
    private final GatheredReports gathered = new GatheredReports(1_000);
    private final Detector detector = new Detector(1_000);
    private final Ledger ledger = new Ledger(ScoreTerms.DEFAULT);
    private final Trust trust = new Trust(TrustTerms.DEFAULT, ScoreTerms.DEFAULT);
    private final Map<String, Stage> stages = new TreeMap<>();
    private long interval;
    private int facts;

    /** @param retrying whether the gateways try once more what failed */
    SimulatedReputation(boolean retrying) {
        this.retrying = retrying;
    }

    /** The parts of one more gateway. */
    GatewayParts gateway() {
        return new GatewayParts() {
            @Override
            public LoadTracker tracker(LongSupplier clock) {
                Eye eye = new Eye("gateway-" + eyes.size(), new PeakEwmaLoadTracker(clock));
                eyes.add(eye);
                return eye;
            }

            @Override
            public FleetView fleetView(LoadTracker tracker) {
                return SimulatedReputation.this::view;
            }

            @Override
            public boolean retries() {
                return retrying;
            }
        };
    }

    /** How many facts there are against anybody. */
    int facts() {
        return facts;
    }

    TrustState stateOf(String worker) {
        return stages.getOrDefault(worker, Stage.FIRST).state();
    }

    private Fleet view(Fleet fleet, long nanoTime) {
        long now = BEGINNING + nanoTime / MILLI;
        fleet.workers().stream()
                .filter(worker -> !ledger.knows(worker.id()))
                .forEach(worker -> note(worker.id(), FactType.JOINED, now));
        if (nanoTime / INTERVAL > interval) {
            interval = nanoTime / INTERVAL;
            judge(now);
        }
        List<FleetCap.Candidate> candidates = new ArrayList<>();
        for (Worker worker : fleet.workers()) {
            String id = worker.id();
            Stage stage =
                    trust.next(stages.getOrDefault(id, Stage.FIRST), ledger.score(id, now), ledger.verdict(id), now);
            stages.put(id, stage);
            if (!stage.state().isUsable()) {
                candidates.add(new FleetCap.Candidate(id, ledger.score(id, now).points()));
            }
        }
        Set<String> out = FleetCap.admitted(candidates, fleet.size());
        return Fleet.of(
                fleet.version(),
                fleet.workers().stream()
                        .filter(worker -> !out.contains(worker.id()))
                        .map(worker -> weighed(worker, now))
                        .toList());
    }

    private void judge(long now) {
        List<GatewayReport> reports =
                eyes.stream().map(eye -> eye.report(interval)).toList();
        for (Fusion.Accusation accusation :
                Fusion.of(gathered.with(interval, reports), gateway -> 1).accusations()) {
            if (detector.event(OUTLIER, accusation.worker(), now) != null) {
                note(accusation.worker(), accusation.type(), now);
            }
        }
    }

    private void note(String worker, FactType type, long now) {
        Effect effect = FactWeights.DEFAULT.of(type);
        facts += type == FactType.JOINED ? 0 : 1;
        ledger.add(new Fact("fact-" + now + type, now, worker, "", type, effect, "", "gateways", null));
    }

    private Worker weighed(Worker worker, long now) {
        TrustState state = stateOf(worker.id());
        double multiplier = state == TrustState.ACTIVE || state == TrustState.DEGRADED
                ? ledger.score(worker.id(), now).multiplier()
                : PROBATION;
        // Two digits: decay shall not make a new picker every second.
        double rounded = Math.round(multiplier * 100) / 100.0;
        return rounded == 1 ? worker : worker.withWeight(Math.max(Worker.MIN_WEIGHT, worker.weight() * rounded));
    }

    /** A tracker that counts what a gateway sees of each worker. */
    private static final class Eye implements LoadTracker {

        private final String gateway;
        private final LoadTracker tracker;
        private final Map<String, Seen> seen = new TreeMap<>();

        private static final class Seen {
            int requests;
            int failures;
        }

        Eye(String gateway, LoadTracker tracker) {
            this.gateway = gateway;
            this.tracker = tracker;
        }

        GatewayReport report(long interval) {
            List<Sight> sights = new ArrayList<>();
            seen.forEach((worker, s) -> sights.add(new Sight(worker, s.requests, s.failures, 0, 0)));
            seen.clear();
            return new GatewayReport(gateway, interval, 0, sights);
        }

        @Override
        public Call start(Worker worker) {
            Call call = tracker.start(worker);
            String id = worker.id();
            return new Call() {
                @Override
                public void responded() {
                    call.responded();
                }

                @Override
                public void succeeded() {
                    call.succeeded();
                    count(id, 0);
                }

                @Override
                public void failed() {
                    call.failed();
                    count(id, 1);
                }

                @Override
                public void overtaken() {
                    call.overtaken();
                }

                @Override
                public void ignored() {
                    call.ignored();
                }
            };
        }

        private void count(String worker, int failures) {
            Seen counts = seen.computeIfAbsent(worker, id -> new Seen());
            counts.requests++;
            counts.failures += failures;
        }

        @Override
        public WorkerLoad of(String workerId) {
            return tracker.of(workerId);
        }

        @Override
        public double typicalLatencyNanos() {
            return tracker.typicalLatencyNanos();
        }

        @Override
        public void reported(String workerId, int inFlight) {
            tracker.reported(workerId, inFlight);
        }

        @Override
        public long nanoTime() {
            return tracker.nanoTime();
        }

        @Override
        public long inFlight() {
            return tracker.inFlight();
        }

        @Override
        public void retain(Fleet fleet) {
            tracker.retain(fleet);
        }
    }
}
