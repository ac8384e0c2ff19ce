package dev.equipoise.bench.gateway;

import java.nio.file.Path;
import java.util.List;

/** A proxy that can be started as a process, on one processor. */
interface Proxy {

    /** What it is called on the command line and in the name of its directory. */
    String name();

    /** What it is called in tables. */
    String title();

    /**
     * The command that runs it in the foreground. May write into the directory, which is its working directory.
     *
     * @param workers ports of loopback
     * @throws IllegalStateException if it is not installed or not built
     */
    List<String> command(int port, List<Integer> workers, Path directory);

    /** How many times longer than others it is to be warmed up: a JVM has a lot to compile. */
    int warmUps();

    /** Where it tells what it holds, in the format of Prometheus; empty if nowhere. */
    default String metrics(int port) {
        return "";
    }
}
