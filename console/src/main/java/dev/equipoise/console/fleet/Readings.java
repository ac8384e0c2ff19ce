package dev.equipoise.console.fleet;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the services said, all asked at about the same time.
 *
 * @param members null if no registry answered
 * @param standings by worker; null if no reputation service answered
 * @param gateways those that answered, and to us
 */
record Readings(
        long at,
        @Nullable List<Member> members,
        @Nullable Map<String, StandingRow> standings,
        List<GatewayView> gateways,
        List<PeerRow> peers) {}
