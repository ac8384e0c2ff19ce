package dev.equipoise.core.reputation;

/** A file of facts is damaged or was tampered with. The message names the line. */
public final class BrokenFactFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long line;

    BrokenFactFileException(long line, String why) {
        super("line " + line + ": " + why);
        this.line = line;
    }

    /** The first line that is wrong, from 1. */
    public long line() {
        return line;
    }
}
