package dev.equipoise.launcher.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisBinaryTest {

    @ParameterizedTest
    @CsvSource({
        "Linux,    amd64,   redis-server-7.0.15-linux-amd64",
        "Linux,    aarch64, redis-server-7.0.15-linux-arm64",
        "Mac OS X, aarch64, redis-server-7.0.15-darwin-arm64",
        "Mac OS X, x86_64,  redis-server-7.0.15-darwin-amd64"
    })
    void theBinaryIsNamedAsInTheBox(String system, String architecture, String name) {
        assertThat(RedisBinary.name(system, architecture)).isEqualTo(name);
        assertThat(RedisBinary.class.getResource("/" + name)).isNotNull();
    }

    @Test
    void itIsUnpackedOnceAndCanBeRun(@TempDir Path directory) throws Exception {
        Path binary = RedisBinary.unpacked(directory);
        assertThat(binary).isExecutable();
        var unpacked = Files.getLastModifiedTime(binary);
        assertThat(RedisBinary.unpacked(directory)).isEqualTo(binary);
        assertThat(Files.getLastModifiedTime(binary)).isEqualTo(unpacked);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(binary);
        }
    }
}
