package dev.equipoise.bench.reputation;

import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.Samples;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.Fusion;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.Ledger;
import java.util.List;

/** What single steps take, each timed alone. */
final class Steps {

    /** Keeps the compiler from leaving out what nobody looks at. */
    private double sum;

    /** One more fact, and the score and the reason that follow. */
    Latencies facts(Replay.Result replayed, int count) {
        Ledger ledger = replayed.ledger();
        Samples samples = new Samples();
        for (int i = 0; i < count; i++) {
            Fact fact = replayed.history().next();
            long begun = System.nanoTime();
            ledger.add(fact);
            sum += ledger.score(fact.worker(), fact.at()).points();
            samples.add(System.nanoTime() - begun);
        }
        return samples.take();
    }

    Latencies explanations(Replay.Result replayed, int count) {
        Ledger ledger = replayed.ledger();
        Samples samples = new Samples();
        for (int i = 0; i < count; i++) {
            String worker = replayed.history().next().worker();
            long begun = System.nanoTime();
            var explanation = ledger.explain(worker, replayed.history().now());
            samples.add(System.nanoTime() - begun);
            sum += explanation == null ? 0 : explanation.sum();
        }
        return samples.take();
    }

    /** One opinion of all that the gateways saw of all these workers. */
    Latencies fusions(History history, int gateways, int workers, int count) {
        Samples samples = new Samples();
        for (int i = 0; i < count; i++) {
            List<GatewayReport> reports = history.reports(gateways, workers);
            long begun = System.nanoTime();
            Fusion.Opinion opinion = Fusion.of(reports, gateway -> 1);
            samples.add(System.nanoTime() - begun);
            sum += opinion.accusations().size();
        }
        return samples.take();
    }

    double sum() {
        return sum;
    }
}
