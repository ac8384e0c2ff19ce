package dev.equipoise.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.console.happening.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final List<PeerRow> ALL_UP = List.of(new PeerRow("gateway", "gateway", "http://g", "UP", 1L, ""));

    @Test
    void allIsWell() {
        Verdict verdict = Judge.of(true, rows("active", "active"), List.of(), ALL_UP, 0);

        assertThat(verdict).isEqualTo(new Verdict(Tone.OK, "All 2 workers take traffic", ""));
    }

    @Test
    void newcomersAreNoTroubleAndAreNamed() {
        Verdict verdict = Judge.of(true, rows("probation", "active"), List.of(), ALL_UP, 0);

        assertThat(verdict.tone()).isEqualTo(Tone.OK);
        assertThat(verdict.detail()).startsWith("1 new or held back");
    }

    @Test
    void whoIsOutIsNamed() {
        Verdict verdict = Judge.of(true, rows("quarantined", "active", "active"), List.of(), ALL_UP, 0);

        assertThat(verdict.tone()).isEqualTo(Tone.WARN);
        assertThat(verdict.headline()).isEqualTo("2 of 3 workers take traffic");
        assertThat(verdict.detail()).isEqualTo("w-0 is quarantined");
    }

    @Test
    void nobodyTakingTrafficIsTheWorst() {
        Verdict verdict = Judge.of(true, rows("banned", "banned", "banned", "banned"), List.of(), ALL_UP, 0);

        assertThat(verdict.tone()).isEqualTo(Tone.BAD);
        assertThat(verdict.headline()).isEqualTo("No worker takes traffic");
        assertThat(verdict.detail()).endsWith("1 more are not well");
    }

    @Test
    void failuresAndPanicAndSilentPartsCount() {
        List<WorkerRow> rows = rows("active", "active");
        assertThat(Judge.of(true, rows, List.of(), ALL_UP, 0.009).tone()).isEqualTo(Tone.OK);
        assertThat(Judge.of(true, rows, List.of(), ALL_UP, 0.01).tone()).isEqualTo(Tone.WARN);
        Verdict failing = Judge.of(true, rows, List.of(), ALL_UP, 0.25);
        assertThat(failing.tone()).isEqualTo(Tone.BAD);
        assertThat(failing.detail()).isEqualTo("25 % of the requests fail");

        ServiceRow panics = new ServiceRow("default", List.of("adaptive"), List.of("gateway"), 0);
        assertThat(Judge.of(true, rows, List.of(panics), ALL_UP, 0).tone()).isEqualTo(Tone.BAD);

        PeerRow silent = new PeerRow("reputation", "reputation", "http://r", "SILENT", null, "");
        Verdict away = Judge.of(true, rows, List.of(), List.of(silent), 0);
        assertThat(away.tone()).isEqualTo(Tone.WARN);
        assertThat(away.detail()).isEqualTo("reputation does not answer");
    }

    @Test
    void anEmptyFleetAndARegistryThatIsAwaySayWhatToDo() {
        Verdict empty = Judge.of(true, List.of(), List.of(), ALL_UP, 0);
        assertThat(empty.detail()).contains("how to start one");
        assertThat(empty.tone()).isEqualTo(Tone.INFO);
        assertThat(Judge.of(true, List.of(), List.of(), ALL_UP, 1).tone())
                .as("clients ask and get nothing")
                .isEqualTo(Tone.BAD);
        assertThat(Judge.of(false, rows("active"), List.of(), ALL_UP, 0).tone()).isEqualTo(Tone.BAD);
    }

    private static List<WorkerRow> rows(String... standings) {
        List<WorkerRow> rows = new ArrayList<>();
        for (String standing : standings) {
            String id = "w-" + rows.size();
            rows.addAll(new Rows(List.of(), Map.of(), Map.of(id, Fleets.standing(standing)))
                    .of(List.of(Fleets.member(id, "up")), List.of()));
        }
        return rows;
    }
}
