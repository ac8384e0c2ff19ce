package dev.equipoise.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogFileTest {

    private final AtomicInteger lost = new AtomicInteger();

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00.125Z");

    @Test
    void linesAreAppendedWithTheirTime() throws IOException {
        Path path = Files.writeString(directory.resolve("access.log"), "of yesterday\n");
        try (AccessLogFile file = new AccessLogFile(path, () -> now, lost::incrementAndGet)) {
            file.append(List.of("path=/a", "path=/b"));
            assertThat(path)
                    .hasContent("of yesterday\ntime=2026-01-01T00:00:00.125Z path=/a\n"
                            + "time=2026-01-01T00:00:00.125Z path=/b\n");
        }
        assertThat(lost).hasValue(0);
    }

    @Test
    void moreThanTheBufferTakesIsWrittenInOrder() throws IOException {
        Path path = directory.resolve("access.log");
        List<String> lines = IntStream.range(0, 5_000).mapToObj(i -> "n=" + i).toList();
        try (AccessLogFile file = new AccessLogFile(path, () -> now, lost::incrementAndGet)) {
            file.append(lines);
        }
        assertThat(Files.readAllLines(path).stream()
                        .map(line -> line.substring(line.indexOf("n=")))
                        .toList())
                .isEqualTo(lines);
    }

    @Test
    void aLineLongerThanTheBufferIsLostAndTheOthersAreNot() throws IOException {
        Path path = directory.resolve("access.log");
        try (AccessLogFile file = new AccessLogFile(path, () -> now, lost::incrementAndGet)) {
            file.append(List.of("a", "x".repeat(100_000), "b"));
        }
        assertThat(Files.readAllLines(path)).hasSize(2);
        assertThat(lost).hasValue(1);
    }

    @Test
    void afterAFileWasMovedAwayANewOneIsBegun() throws IOException {
        Path path = directory.resolve("access.log");
        try (AccessLogFile file = new AccessLogFile(path, () -> now, lost::incrementAndGet)) {
            file.append(List.of("before"));
            Path moved = Files.move(path, directory.resolve("access.log.1"));
            file.append(List.of("soon after"));
            now = now.plusSeconds(1);
            file.append(List.of("later"));
            assertThat(Files.readString(moved)).contains("before", "soon after");
            assertThat(Files.readString(path)).endsWith(" later\n");
        }
    }

    @Test
    void whatTheDiskDoesNotTakeIsCounted() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full));
        try (AccessLogFile file = new AccessLogFile(full, () -> now, lost::incrementAndGet)) {
            file.append(List.of("a", "b"));
            file.append(List.of("c"));
        }
        assertThat(lost).hasValue(3);
    }

    @Test
    void whatCannotBeOpenedEndsTheStartWithASentence() {
        assertThatThrownBy(() -> new AccessLogFile(directory, () -> now, lost::incrementAndGet))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("equipoise.gateway.access-log.file");
    }
}
