package dev.equipoise.bench.suite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How services are started: on the JDK that runs this benchmark.
 *
 * @param flags of the JVM
 */
public record Jvm(List<String> flags) {

    /** Those with which {@code ./equipoise up} runs the registry: small, and with the quick compiler only. */
    public static final List<String> LAPTOP = List.of(
            "-XX:+UseSerialGC", "-Xmx96m", "-Xss512k", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1");

    private static final int UNSAFE_WARNS = 24;

    public Jvm {
        flags = List.copyOf(flags);
    }

    /** The command that runs the executable jar of a module. */
    List<String> command(Path module, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= UNSAFE_WARNS) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-Dio.netty.noUnsafe=false"));
        }
        command.addAll(List.of("-jar", jar(module).toString()));
        command.addAll(arguments);
        return command;
    }

    private static Path jar(Path module) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(module.resolve("target"), "*-app.jar")) {
            for (Path jar : jars) {
                return jar.toAbsolutePath();
            }
        } catch (IOException e) {
            // Told below.
        }
        throw new IllegalStateException("there is no executable jar in " + module + "/target; build it first");
    }
}
