package dev.equipoise.bench.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ReputationCommandTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--facts=0", "--workers=0", "--rounds=0", "--steps=0", "--observations=9", "--fusions=0"})
    void whatCannotBeMeasuredIsRefused(String argument) {
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new ReputationCommand())
                .setErr(new PrintWriter(errors))
                .execute(argument);
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains("greater than 0");
    }

    @Test
    void aSmallLogIsReplayedAndWritten() throws IOException {
        Path out = directory.resolve("results").resolve("reputation.md");
        int code = new CommandLine(new ReputationCommand())
                .execute(
                        "--facts=2000",
                        "--workers=50",
                        "--rounds=2",
                        "--steps=100",
                        "--observations=100",
                        "--fusions=10",
                        "--intake-intervals=0",
                        "--out=" + out);
        assertThat(code).isZero();
        assertThat(Files.readString(out))
                .contains(
                        "| 1 | 2,000 | 50 |",
                        "| 2 | 2,000 | 50 |",
                        "| 100 observations of an interval are fused | 10 |")
                .contains("| a fact is added, its worker's score asked for | 100 |");
    }
}
