package dev.equipoise.launcher.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps a terminal's Ctrl-C from our children. It goes to every process of the foreground group at once, and a Redis or
 * a registry that ends before the workers could say goodbye makes an untidy end; they are to be ended by us, in order.
 */
final class Detachment {

    // A session of its own where the system has the tool (Linux). Otherwise SIGINT is ignored, which a JVM inherits and
    // respects; Redis does not, and merely ends early.
    private static final List<String> OWN_SESSION = List.of("setsid");
    private static final List<String> DEAF_TO_INTERRUPTS = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private Detachment() {}

    /** The command that ends up as {@code command} in the process that was started, detached. */
    static List<String> of(List<String> command) {
        List<String> detached = new ArrayList<>(onPath("setsid") ? OWN_SESSION : DEAF_TO_INTERRUPTS);
        detached.addAll(command);
        return detached;
    }

    private static boolean onPath(String tool) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
