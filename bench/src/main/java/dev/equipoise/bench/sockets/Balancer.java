package dev.equipoise.bench.sockets;

import java.time.Duration;
import java.util.List;

/** A balancer that can be started as a process. */
interface Balancer {

    /** What it is called on the command line and in file names. */
    String name();

    /** What it is called in tables and plots. */
    String title();

    /** How it is set up, as a text to publish: no paths. */
    Configuration configuration(int port, List<Integer> workers);

    /**
     * The command that runs it in the foreground, in a directory that holds its configuration and is its working directory.
     *
     * @throws MissingProgramException if it is not installed
     */
    List<String> command(int port, List<Integer> workers);

    /** How long it gets requests before the first round, at least: a JVM has a lot to compile. */
    Duration warmUp();

    /** What it says of its version; empty if nothing. */
    String version();

    /**
     * A configuration file.
     *
     * @param fileName under which {@code text} lies in its directory and among the results
     */
    record Configuration(String fileName, String text) {}
}
