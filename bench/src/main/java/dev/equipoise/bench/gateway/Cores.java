package dev.equipoise.bench.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs where: proxies on the last processor alone, everything else on the others, by {@code taskset}.
 *
 * @param count of the machine
 * @param pinned whether there are two and there is a taskset
 */
record Cores(int count, boolean pinned) {

    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    /** @param count of the machine, which is not what a pinned JVM is told */
    static Cores of(int count) {
        return new Cores(count, count > 1 && Files.isExecutable(TASKSET));
    }

    /** The command on the processor of the proxies. */
    List<String> alone(List<String> command) {
        return on(Integer.toString(count - 1), command);
    }

    /** The command on all the others. */
    List<String> others(List<String> command) {
        return on(count == 2 ? "0" : "0-" + (count - 2), command);
    }

    /** The command on all of them, which is not where we are ourselves. */
    List<String> all(List<String> command) {
        return on("0-" + (count - 1), command);
    }

    private List<String> on(String list, List<String> command) {
        if (!pinned) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of(TASKSET.toString(), "-c", list));
        all.addAll(command);
        return all;
    }
}
