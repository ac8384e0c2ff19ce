package dev.equipoise.bench.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.Fusion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void factsComeInTheirOrderAndTheSameOnesOfTheSameSeed() {
        List<Fact> facts = facts(new History(10, 1));
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < facts.size(); i++) {
            assertThat(ids.add(facts.get(i).id())).isTrue();
            assertThat(i == 0 || facts.get(i - 1).at() <= facts.get(i).at()).isTrue();
        }
        assertThat(facts(new History(10, 1))).isEqualTo(facts);
        assertThat(facts(new History(10, 2))).isNotEqualTo(facts);
    }

    @Test
    void someOfTheObservedWorkersStandOut() {
        var reports = new History(100, 1).reports(10, 100);
        assertThat(reports).hasSize(10).allMatch(report -> report.sights().size() == 100);
        assertThat(Fusion.of(reports, gateway -> 1).accusations()).hasSize(2);
    }

    private static List<Fact> facts(History history) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            facts.add(history.next());
        }
        return facts;
    }
}
