package dev.equipoise.gateway.reputation;

import dev.equipoise.core.reputation.TrustState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The standings as metrics: as many labels as there are states. */
final class StandingMetrics {

    private StandingMetrics() {}

    static void show(FollowedStandings standings, MeterRegistry meters) {
        for (TrustState state : TrustState.values()) {
            Gauge.builder(
                            "equipoise.reputation.workers",
                            standings,
                            s -> s.counts().getOrDefault(state, 0))
                    .description("Workers with this standing")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        Gauge.builder("equipoise.reputation.away", standings, s -> s.awaySince() == null ? 0 : 1)
                .description("1 while no new standings can be heard")
                .register(meters);
    }
}
