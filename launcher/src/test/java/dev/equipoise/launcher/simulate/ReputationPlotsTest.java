package dev.equipoise.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures in the documentation show what the code does. */
class ReputationPlotsTest {

    @ParameterizedTest
    @ValueSource(strings = {"reputation-good-month.svg", "reputation-crash-loop.svg", "reputation-scope-abuse.svg"})
    void thePlotsAreThoseOfTheCode(String name) throws IOException {
        assertThat(ReputationPlots.all()).hasSize(3);
        assertThat(Files.readString(Path.of("../docs/plots", name)))
                .as("docs/plots/%s: run ReputationPlots when the model changes", name)
                .isEqualToNormalizingNewlines(ReputationPlots.all().get(name).toString());
    }
}
