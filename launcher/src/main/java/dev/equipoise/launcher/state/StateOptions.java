package dev.equipoise.launcher.state;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the state is: one option that means the same in every command. */
public final class StateOptions {

    // Beside the script, wherever it is called from.
    public static final String DEFAULT = "${sys:equipoise.home:-.}/.equipoise";

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = DEFAULT,
            description =
                    "Where a run keeps its logs, keys, caches and record. Default: .equipoise beside this script.")
    private Path directory = Path.of(".equipoise");

    public StateDirectory directory() {
        return new StateDirectory(directory);
    }
}
