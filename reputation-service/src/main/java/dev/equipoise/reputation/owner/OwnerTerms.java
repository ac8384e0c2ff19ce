package dev.equipoise.reputation.owner;

import dev.equipoise.core.detection.Threshold;
import dev.equipoise.core.registration.Network;
import dev.equipoise.core.reputation.FactWeights;
import java.time.Duration;
import java.util.List;

/**
 * When evidence counts, and how much.
 *
 * @param weights of facts
 * @param sharedNetworks behind whose addresses many stand, who are not linked by them; loopback always is one
 * @param grace after the end of an interval, before its reports are fused
 * @param outlier so many intervals within so long in which a worker stands out are one fact
 * @param liedUp the same for refused connections
 * @param aloneFloor below which the word of the only gateway brings no score, in points
 * @param provenGoodRequests which end probation when they went well
 * @param mostWorkers remembered at a time
 */
public record OwnerTerms(
        FactWeights weights,
        List<Network> sharedNetworks,
        Duration grace,
        Threshold outlier,
        Threshold liedUp,
        double aloneFloor,
        int provenGoodRequests,
        int mostWorkers) {

    public OwnerTerms {
        sharedNetworks = List.copyOf(sharedNetworks);
    }

    /** The model's own numbers. */
    public static final OwnerTerms DEFAULT = new OwnerTerms(
            FactWeights.DEFAULT,
            List.of(),
            Duration.ofSeconds(5),
            new Threshold(3, Duration.ofMinutes(3)),
            new Threshold(2, Duration.ofSeconds(60)),
            -20,
            200,
            100_000);

    GatewayFacts.Terms evidence() {
        return new GatewayFacts.Terms(grace, outlier, liedUp, aloneFloor);
    }
}
