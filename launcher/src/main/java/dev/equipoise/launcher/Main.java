package dev.equipoise.launcher;

import dev.equipoise.launcher.down.DownCommand;
import dev.equipoise.launcher.gateway.GatewayCommand;
import dev.equipoise.launcher.register.RegisterCommand;
import dev.equipoise.launcher.sign.SignCommand;
import dev.equipoise.launcher.simulate.SimulateCommand;
import dev.equipoise.launcher.status.StatusCommand;
import dev.equipoise.launcher.terminal.LauncherException;
import dev.equipoise.launcher.up.UpCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./equipoise}. Exit codes: 0 done, 1 it went wrong, 2 it was asked for wrongly. Whatever goes wrong is one
 * sentence on standard error; a stack trace there is a fault of ours.
 */
@Command(
        name = "equipoise",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "A load-balancing suite for fleets whose members come and go.",
        footer = {"", "Start here: ./equipoise up        Help on a command: ./equipoise COMMAND --help"},
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            DownCommand.class,
            GatewayCommand.class,
            RegisterCommand.class,
            SignCommand.class,
            SimulateCommand.class
        })
public final class Main implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What {@code equipoise} alone means. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command line; its output can be redirected. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, args) -> misused(e))
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failed(e, commandLine));
    }

    private static int misused(ParameterException e) {
        CommandLine commandLine = e.getCommandLine();
        sentence(commandLine, String.valueOf(e.getMessage()));
        commandLine.getErr().println("Try: ./" + commandLine.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine commandLine) throws Exception {
        if (e instanceof LauncherException known) {
            sentence(commandLine, known.getMessage());
            return known.exitCode();
        }
        throw e;
    }

    private static void sentence(CommandLine commandLine, String text) {
        PrintWriter err = commandLine.getErr();
        err.println("equipoise: " + text);
        err.flush();
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "equipoise " + (version == null ? "(unpackaged)" : version),
                "Java " + Runtime.version() + ", " + System.getProperty("java.home")
            };
        }
    }
}
