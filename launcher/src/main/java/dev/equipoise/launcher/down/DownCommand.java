package dev.equipoise.launcher.down;

import dev.equipoise.launcher.process.Ending;
import dev.equipoise.launcher.process.Role;
import dev.equipoise.launcher.state.StateOptions;
import dev.equipoise.launcher.state.Suite;
import dev.equipoise.launcher.state.Suite.Part;
import dev.equipoise.launcher.state.SuiteFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code down}: what Ctrl-C does, from another terminal or after the launcher is gone. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = {
            "Stops the suite that was started from here.",
            "Of use from another terminal, and after a launcher that was killed and could not clean up."
        })
public final class DownCommand implements Callable<Integer> {

    // Longer than the launcher gives its four kinds of process, one after the other.
    private static final Duration LAUNCHER_PATIENCE = Duration.ofSeconds(50);

    @Mixin
    private StateOptions state = new StateOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SuiteFile file = state.directory().suiteFile();
        Optional<Suite> suite = file.read();
        if (suite.isEmpty()) {
            out.println("No suite is recorded in " + state.directory().root() + ".");
        } else {
            int ended = end(suite.get());
            file.delete();
            out.println(ended == 0 ? "Nothing was running any more." : "Stopped " + ended + " processes.");
        }
        out.flush();
        return ExitCode.OK;
    }

    private static int end(Suite suite) {
        int living = suite.living().size();
        // A launcher that lives ends its own, and must not be left to report deaths it did not cause.
        suite.launcher().find().ifPresent(launcher -> Ending.of(List.of(launcher), LAUNCHER_PATIENCE));
        Arrays.stream(Role.values())
                .sorted(Comparator.reverseOrder())
                .forEach(role -> Ending.of(suite.living().stream()
                        .filter(part -> part.role() == role)
                        .map(Part::process)
                        .flatMap(process -> process.find().stream())
                        .toList()));
        return living;
    }
}
