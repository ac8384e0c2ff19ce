package dev.equipoise.launcher.terminal;

import picocli.CommandLine;

/** Something a person can understand and act on: its message is all that is shown. */
public final class LauncherException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private LauncherException(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** It went wrong: exit code 1. */
    public static LauncherException failure(String sentence) {
        return new LauncherException(CommandLine.ExitCode.SOFTWARE, sentence);
    }

    /** It cannot be done as asked, and nothing has been done: exit code 2. */
    public static LauncherException misuse(String sentence) {
        return new LauncherException(CommandLine.ExitCode.USAGE, sentence);
    }

    public int exitCode() {
        return exitCode;
    }

    /** Never null, unlike that of its parent. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
