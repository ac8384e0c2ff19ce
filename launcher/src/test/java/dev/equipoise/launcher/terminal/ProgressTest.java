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
}
