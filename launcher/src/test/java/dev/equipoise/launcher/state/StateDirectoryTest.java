package dev.equipoise.launcher.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.launcher.process.ProcessIdentity;
import dev.equipoise.launcher.process.Role;
import dev.equipoise.launcher.state.Suite.Part;
import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void secretsAreMadeOnceAndForTheirOwnerAlone() throws IOException {
        Secrets secrets = state().secrets();
        Path key = secrets.demoKey();
        String made = Files.readString(key);
        assertThat(Base64.getDecoder().decode(made.strip())).hasSizeGreaterThanOrEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(state().secrets().demoKey())).isEqualTo(made);
        assertThat(secrets.redisPassword())
                .isEqualTo(state().secrets().redisPassword())
                .hasSizeGreaterThan(20);
        assertThat(Files.readString(secrets.operatorToken()).strip()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.operatorToken())))
                .isEqualTo("rw-------");
        try (var files = Files.list(secrets.folder())) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void theDirectoryIsOneRunsAtATime() throws IOException {
        try (var lock = state().lock().orElseThrow()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(state().lock()).isEmpty();
        }
        try (var again = state().lock().orElseThrow()) {
            assertThat(again.isValid()).isTrue();
        }
    }

    @Test
    void whatAKilledServiceLeftIsThrownAwayAndNothingElse() throws IOException {
        Path left = Files.createDirectories(state().temporary().resolve("tomcat.1/work"));
        Files.writeString(left.resolve("upload"), "x");
        Path kept = Files.writeString(state().facts().resolve("facts"), "x");
        state().clearTemporary();
        assertThat(state().temporary()).isEmptyDirectory();
        assertThat(kept).exists();
    }

    @Test
    void aFileInItsPlaceIsOneSentence() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> new StateDirectory(file).lock())
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("--state-dir");
    }

    @Test
    void theRecordOfARunComesBackAsItWasWritten() {
        ProcessIdentity us = ProcessIdentity.of(ProcessHandle.current());
        Part living = new Part(Role.GATEWAY, "gateway", us, "http://127.0.0.1:1", "http://127.0.0.1:2/actuator/health");
        Part gone = new Part(
                Role.WORKER,
                "worker-1",
                new ProcessIdentity(us.pid(), us.started().minusSeconds(3_600)),
                "",
                "");
        Suite suite = new Suite(us, "http://127.0.0.1:1", "http://127.0.0.1:3", List.of(living, gone));
        SuiteFile file = new SuiteFile(directory.resolve("suite.json"));
        file.write(suite);
        assertThat(file.read()).hasValue(suite);
        // The number of worker-1 was given to another process since: it is not ours to end.
        assertThat(file.read().orElseThrow().living()).containsExactly(living);
        file.delete();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void aRecordThatCannotBeReadIsNone() throws IOException {
        Path path = Files.writeString(directory.resolve("suite.json"), "{\"parts\":");
        assertThat(new SuiteFile(path).read()).isEmpty();
    }

    private StateDirectory state() {
        return new StateDirectory(directory.resolve("state"));
    }
}
