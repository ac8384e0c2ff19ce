package dev.equipoise.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.launcher.terminal.LauncherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Children children = new Children();

    @AfterEach
    void stop() {
        children.stop();
    }

    @Test
    void aChildThatEndsByItselfIsReportedWithItsExitCodeAndItsLastWords() throws Exception {
        children.start(shell("echo one; echo two; exit 3", Map.of()));
        Child dead = children.nextDeath(PATIENCE);
        assertThat(dead).isNotNull();
        assertThat(dead.ending()).isEqualTo("ended with exit code 3");
        assertThat(LogTail.of(dead.log(), 1)).containsExactly("two");
    }

    @Test
    void aKilledChildIsReportedAsKilled() throws Exception {
        Child child = children.start(shell("exec sleep 60", Map.of()));
        child.process().destroyForcibly();
        Child dead = children.nextDeath(PATIENCE);
        assertThat(dead).isEqualTo(child);
        assertThat(child.ending()).isEqualTo("was killed by signal 9");
    }

    @Test
    void stoppingEndsAllOfThemAndNothingCanBeStartedAfterwards() {
        Child child = children.start(shell("exec sleep 60", Map.of()));
        assertThat(child.ending()).isEqualTo("is running");
        children.stop();
        assertThat(child.process().isAlive()).isFalse();
        assertThatThrownBy(() -> children.start(shell("exit 0", Map.of()))).isInstanceOf(LauncherException.class);
    }

    @Test
    void secretsComeByEnvironmentAndInputAndAreNotShown() throws Exception {
        ChildSpec spec = new ChildSpec(
                Role.REDIS,
                "redis",
                List.of("/bin/sh", "-c", "cat; printf %s \"$SECRET\""),
                Map.of("SECRET", "from-environment"),
                "from-input\n",
                directory.resolve("redis.log"));
        assertThat(spec.toString()).doesNotContain("from-");
        children.start(spec);
        assertThat(children.nextDeath(PATIENCE)).isNotNull();
        assertThat(Files.readString(spec.log())).isEqualTo("from-input\nfrom-environment");
    }

    @Test
    void whatCannotBeStartedIsOneSentence() {
        ChildSpec spec = new ChildSpec(
                Role.WORKER,
                "worker-1",
                List.of("any"),
                Map.of(),
                directory.resolve("no").resolve("log"));
        assertThatThrownBy(() -> children.start(spec))
                .isInstanceOf(LauncherException.class)
                .hasMessageStartingWith("worker-1 cannot be started");
    }

    private ChildSpec shell(String script, Map<String, String> environment) {
        return new ChildSpec(
                Role.WORKER,
                "worker-1",
                List.of("/bin/sh", "-c", script),
                environment,
                directory.resolve("worker-1.log"));
    }
}
