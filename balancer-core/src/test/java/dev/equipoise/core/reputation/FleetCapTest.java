package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.FleetCap.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetCapTest {

    @ParameterizedTest(name = "of {0} workers {1}")
    @CsvSource({"0, 0", "1, 0", "2, 0", "3, 1", "4, 1", "5, 1", "9, 1", "10, 2", "14, 2", "15, 3", "1000, 200"})
    void soManyMayBeOut(int workers, int out) {
        assertThat(FleetCap.of(workers)).isEqualTo(out);
    }

    @Test
    void p9TheWorstAreOutAndSomebodyStays() {
        Cases.play("P9", 109, random -> {
            int workers = random.nextInt(1, 40);
            List<Candidate> candidates = new ArrayList<>();
            for (int i = random.nextInt(workers + 1); i > 0; i--) {
                candidates.add(new Candidate("w" + i, -random.nextInt(5)));
            }
            Collections.shuffle(candidates, new Random(random.nextLong()));
            Set<String> out = FleetCap.admitted(candidates, workers);

            assertThat(out).hasSize(Math.min(candidates.size(), FleetCap.of(workers)));
            assertThat(out.size()).isLessThan(workers).isLessThanOrEqualTo(Math.max(1, workers / 5));
            Comparator<Candidate> worse =
                    Comparator.comparingDouble(Candidate::points).thenComparing(Candidate::worker);
            for (Candidate in : candidates) {
                for (Candidate gone : candidates) {
                    boolean chosen = out.contains(gone.worker()) && !out.contains(in.worker());
                    if (chosen && worse.compare(gone, in) >= 0) {
                        throw new AssertionError(gone + " is out, and " + in + " is not");
                    }
                }
            }
        });
    }
}
