package dev.equipoise.launcher.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to be started.
 *
 * @param command seen by everyone on the machine: no secrets here
 * @param environment added to our own; secrets may be here
 * @param input what it reads from standard input; secrets may be here, too
 * @param log takes its standard output and error, emptied at the start
 */
public record ChildSpec(
        Role role, String name, List<String> command, Map<String, String> environment, String input, Path log) {

    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public ChildSpec(Role role, String name, List<String> command, Map<String, String> environment, Path log) {
        this(role, name, command, environment, "", log);
    }

    /** Shows no secrets. */
    @Override
    public String toString() {
        return "ChildSpec[" + name + "]";
    }
}
