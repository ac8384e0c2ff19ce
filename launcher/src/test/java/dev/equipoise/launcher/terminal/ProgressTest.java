package dev.equipoise.launcher.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter printed = new StringWriter();

    @Test
    void inALogEachChangeIsALineAndNothingIsRepeated() {
        try (Progress progress = new Progress(new PrintWriter(printed), false)) {
            progress.show("one");
            progress.show("one");
            progress.show("two");
        }
        assertThat(printed.toString().lines().map(line -> line.replaceFirst("^ *[0-9.]+ s  ", "")))
                .containsExactly("one", "two");
    }

    @Test
    void onATerminalTheLineIsErasedAtTheEnd() {
        try (Progress progress = new Progress(new PrintWriter(printed), true)) {
            progress.show("one");
        }
        assertThat(printed.toString()).contains("one").doesNotContain("\n").endsWith("\r\033[2K");
    }

    @Test
    void afterTheEndNothingIsShown() {
        Progress progress = new Progress(new PrintWriter(printed), false);
        progress.close();
        progress.show("late");
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void secondsHaveOneDigit() {
        assertThat(Progress.seconds(Duration.ofMillis(1_250))).isEqualTo("1.3 s");
        assertThat(Progress.seconds(Duration.ofMinutes(2))).isEqualTo("120.0 s");
    }

    @Test
    void awayFromATerminalOnlyAnotherTextMakesALine() {
        try (Progress progress = new Progress(new PrintWriter(printed), false)) {
            progress.show("one", 0);
            progress.show("one", 0.5);
            progress.show("two", 0);
        }
        assertThat(printed.toString().lines()).hasSize(2).allMatch(line -> line.matches(" +\\d+\\.\\d s {2}(one|two)"));
    }

    @Test
    void onATerminalABarShowsHowMuchIsDone() {
        try (Progress progress = new Progress(new PrintWriter(printed), true)) {
            progress.show("before");
            progress.show("half", 0.5);
        }
        assertThat(printed.toString())
                .contains("before\r")
                .contains("half  [############------------]  50 %\r")
                .doesNotContain("\n");
    }
}
