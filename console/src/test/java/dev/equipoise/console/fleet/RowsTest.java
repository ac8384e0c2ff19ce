package dev.equipoise.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.console.happening.Tone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {

    @ParameterizedTest
    @CsvSource({
        "up,       ,            true,  up,           OK,   true",
        "up,       active,      true,  up,           OK,   true",
        "up,       probation,   true,  on probation, INFO, true",
        "up,       degraded,    true,  degraded,     INFO, true",
        "up,       quarantined, true,  quarantined,  BAD,  false",
        "up,       suppressed,  true,  suppressed,   BAD,  false",
        "up,       banned,      false, banned,       BAD,  false",
        "up,       active,      false, ejected,      WARN, false",
        "suspect,  active,      true,  in doubt,     WARN, true",
        "suspect,  active,      false, in doubt,     WARN, false",
        "starting, ,            true,  starting,     INFO, false",
        "draining, active,      true,  draining,     OFF,  false",
        "draining, banned,      true,  banned,       BAD,  false",
    })
    void aStateIsWhatMattersMost(
            String status, String standing, boolean seen, String state, Tone tone, boolean taking) {
        Map<String, StandingRow> standings = standing == null ? Map.of() : Map.of("w", Fleets.standing(standing));
        Rows rows = new Rows(List.of(Fleets.gateway(1, Fleets.load("w", seen))), Map.of(), standings);

        WorkerRow row = rows.of(List.of(Fleets.member("w", status)), List.of()).get(0);

        assertThat(row.state()).isEqualTo(state);
        assertThat(row.tone()).isEqualTo(tone);
        assertThat(row.taking()).isEqualTo(taking);
    }

    @Test
    void whoIsUpAndUnknownToAllGatewaysRefuses() {
        Rows rows = new Rows(List.of(Fleets.gateway(0, Fleets.load("other", true))), Map.of(), Map.of());

        assertThat(rows.of(List.of(Fleets.member("w", "up")), List.of()).get(0).state())
                .isEqualTo("refusing");
        assertThat(rows.of(List.of(Fleets.member("w", "suspect")), List.of())
                        .get(0)
                        .taking())
                .isFalse();
    }

    @Test
    void whereNoGatewayTellsTheRegistryIsBelieved() {
        WorkerRow row = new Rows(List.of(), Map.of(), Map.of())
                .of(List.of(Fleets.member("w", "up")), List.of())
                .get(0);

        assertThat(row.taking()).isTrue();
        assertThat(row.latencyMs()).isNull();
        assertThat(row.share()).isNull();
    }

    @Test
    void gatewaysAreAddedUpAndSharesAreOfAllRequests() {
        GatewayView one = Fleets.gateway(0, Fleets.load("w", true), Fleets.load("v", true));
        GatewayView two = Fleets.gateway(0, Fleets.load("w", true));

        WorkerRow row = new Rows(List.of(one, two), Map.of("w", 3.0, "v", 1.0), Map.of())
                .of(List.of(Fleets.member("w", "up")), List.of())
                .get(0);

        assertThat(row.inFlight()).isEqualTo(4);
        assertThat(row.latencyMs()).isEqualTo(30);
        assertThat(row.share()).isEqualTo(0.75);
    }

    @Test
    void whoIsMissingIsShownAsLost() {
        WorkerRow row = new Rows(List.of(), Map.of(), Map.of())
                .of(List.of(), List.of(Fleets.gone("w", "expired", "2026-11-21T10:00:00Z")))
                .get(0);

        assertThat(row.state()).isEqualTo("lost");
        assertThat(row.tone()).isEqualTo(Tone.BAD);
        assertThat(row.taking()).isFalse();
    }
}
