package dev.equipoise.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcLogTest {

    @TempDir
    private Path directory;

    @Test
    void collectionsOfEitherCollectorAreRead() throws IOException {
        Files.writeString(directory.resolve("gc.log"), """
                Using Serial
                GC(0) Pause Young (Allocation Failure) 26M->5M(92M) 12.345ms
                GC(1) Pause Full (Diagnostic Command) 40M->21M(92M) 61.002ms
                GC(2) Pause Young (Normal) (G1 Evacuation Pause) 23M->4M(256M) 3.210ms
                GC(3) Concurrent Mark Cycle 9.876ms
                """);

        assertThat(new GcLog(directory).collections())
                .containsExactly(
                        new GcLog.Collection(false, 5, 12.345),
                        new GcLog.Collection(true, 21, 61.002),
                        new GcLog.Collection(false, 4, 3.21));
    }

    @Test
    void aJvmThatDidNotCollectYetHasNone() throws IOException {
        assertThat(new GcLog(directory).collections()).isEmpty();
    }
}
