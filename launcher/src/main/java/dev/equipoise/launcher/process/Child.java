package dev.equipoise.launcher.process;

import java.nio.file.Path;

/** A process we started. */
public record Child(Role role, String name, Process process, Path log) {

    // What the shell and the JVM report for a process that ended by signal n.
    private static final int SIGNAL_BASE = 128;

    /** How it ended, for a sentence: {@code ended with exit code 1}, {@code was killed by signal 9}. */
    public String ending() {
        if (process.isAlive()) {
            return "is running";
        }
        int code = process.exitValue();
        return code > SIGNAL_BASE ? "was killed by signal " + (code - SIGNAL_BASE) : "ended with exit code " + code;
    }
}
