package dev.equipoise.bench;

import java.io.PrintStream;

/** What is going on, for the one who waits: one line that changes on a terminal, a line for each step elsewhere. */
public final class Progress {

    private final PrintStream out;
    private final boolean terminal;
    private int shown;

    /** @param terminal whether lines may be written over */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** On standard error; a terminal if the system property {@code bench.tty} says so. */
    public static Progress onStandardError() {
        return new Progress(System.err, Boolean.getBoolean("bench.tty"));
    }

    /** A step begins. */
    public synchronized void step(String what) {
        if (terminal) {
            overwrite(what);
        } else {
            out.println(what);
        }
    }

    /** News within a step; only a terminal shows them. */
    public synchronized void tick(String what) {
        if (terminal) {
            overwrite(what);
        }
    }

    /** Something that is to stay on the screen. */
    public synchronized void say(String what) {
        if (terminal) {
            overwrite("");
        }
        out.println(what);
    }

    /** Nothing more is going on. */
    public synchronized void done() {
        if (terminal) {
            overwrite("");
        }
    }

    private void overwrite(String what) {
        out.print('\r' + what + " ".repeat(Math.max(0, shown - what.length())) + (what.isEmpty() ? "\r" : ""));
        out.flush();
        shown = what.length();
    }
}
