package dev.equipoise.launcher.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An argument file for {@code java @file} that tells the script how to start a prepared service with no help from a
 * launcher. Its first line names the JDK it is for; its age tells which jar it is of.
 */
public final class LaunchFile {

    private LaunchFile() {}

    /** {@code <cache>/<service>.launch}. Fails in silence: the script then starts the executable jar. */
    public static void write(PreparedService prepared, Path cache) {
        List<String> arguments = new ArrayList<>(prepared.cacheFlags());
        arguments.addAll(List.of("-jar", prepared.jar().toString()));
        String text = "# " + prepared.jdk().home() + "\n"
                + arguments.stream().map(LaunchFile::quoted).collect(Collectors.joining("\n", "", "\n"));
        try {
            Path file = cache.resolve(prepared.service().directory() + ".launch");
            Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // See above.
        }
    }

    /** By the rules of the java command: in quotes, a backslash is doubled. */
    private static String quoted(String argument) {
        return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
