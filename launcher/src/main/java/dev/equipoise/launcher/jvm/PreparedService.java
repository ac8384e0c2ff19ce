package dev.equipoise.launcher.jvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A service unpacked for a quick start: its classes in one jar, its libraries beside it, and once trained the start-up
 * cache.
 *
 * @param directory one per content of the jar and build of the JDK, so that whatever is in it fits
 */
public record PreparedService(Service service, Jdk jdk, Path directory) {

    static final String JAR = "app.jar";

    public boolean trained() {
        return Files.exists(cache());
    }

    /** A training that failed once is not tried again: it would fail again, and cost half a minute each time. */
    boolean untrainable() {
        return Files.exists(failure());
    }

    Path jar() {
        return directory.resolve(JAR);
    }

    Path cache() {
        return directory.resolve(jdk.hasAotCache() ? "app.aot" : "app.jsa");
    }

    Path failure() {
        return directory.resolve("training.failed");
    }

    /**
     * The command that runs the service, to which its arguments are added.
     *
     * @param temporary the directory for its temporary files
     */
    public List<String> command(Path temporary) {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(JvmFlags.running(service, jdk, trained()));
        command.addAll(cacheFlags());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    /** A run that ends by itself when all beans are made, before a port is opened or a server called. */
    List<String> trainingCommand(Path draft) {
        // Whatever else the machine has to do comes first.
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19", jdk.java()));
        command.addAll(JvmFlags.training(jdk));
        command.add((jdk.hasAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + draft);
        command.addAll(List.of("-Dspring.context.exit=onRefresh", "-jar", jar().toString()));
        return command;
    }

    /** What makes a JVM use the cache, and carry on in silence without it if it does not fit. */
    List<String> cacheFlags() {
        if (!trained()) {
            return List.of();
        }
        return jdk.hasAotCache()
                ? List.of("-XX:AOTCache=" + cache(), "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of("-XX:SharedArchiveFile=" + cache(), "-Xlog:cds=off");
    }
}
