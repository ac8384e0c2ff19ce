package dev.equipoise.launcher.redis;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** The Redis server that is packed in the embedded-redis jar, one static binary for each platform. */
final class RedisBinary {

    private static final String PREFIX = "redis-server-7.0.15-";

    private RedisBinary() {}

    /** The binary for this machine, unpacked once. */
    static Path unpacked(Path directory) {
        String name = name(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path binary = directory.resolve(name);
        if (Files.isExecutable(binary)) {
            return binary;
        }
        try (InputStream packed = RedisBinary.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw LauncherException.misuse(
                        "there is no Redis in the box for this machine (" + name + "); start one and give --redis URL");
            }
            // Made whole and executable before it gets its name: another run may be looking for it now.
            Path draft = Files.createTempFile(directory, name, ".new");
            Files.copy(packed, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
            return Files.move(draft, binary, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LauncherException.failure("Redis cannot be unpacked to " + directory + ": " + e.getMessage());
        }
    }

    /** @param system and {@code architecture} as the JDK names them */
    static String name(String system, String architecture) {
        String os = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        String cpu = switch (architecture) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386", "i686" -> "386";
            default -> architecture;
        };
        return PREFIX + os + "-" + cpu;
    }
}
