package dev.equipoise.launcher.jvm;

import dev.equipoise.launcher.process.OneShot;
import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes our services start quickly. Unpacking an executable jar saves a JVM from reading jars inside a jar; a cache of
 * loaded and linked classes, recorded in a training run, about halves what is left (JEP 514 from JDK 25 on, AppCDS
 * before). Both are kept until the jar or the JDK changes.
 */
public final class StartupCache {

    private static final Duration EXTRACTION_LIMIT = Duration.ofSeconds(60);
    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(5);

    private final Path directory;
    private final ServiceJars jars;
    private final Jdk jdk;

    public StartupCache(Path directory, ServiceJars jars, Jdk jdk) {
        this.directory = directory.toAbsolutePath();
        this.jars = jars;
        this.jdk = jdk;
    }

    /** The service, unpacked. Takes about a second for a jar that is new, and nothing for one that is not. */
    public PreparedService prepare(Service service) throws InterruptedException {
        Path jar = jars.of(service);
        try {
            Files.createDirectories(directory);
            // A cache knows the paths of its jars: it is of no use once they have been moved.
            String name = service.directory() + "-" + Fingerprint.of(jar, jdk.build() + jdk.home() + directory);
            PreparedService prepared = new PreparedService(service, jdk, directory.resolve(name));
            if (!Files.exists(prepared.jar())) {
                extract(jar, prepared);
                removeOthers(service, prepared);
            }
            return prepared;
        } catch (IOException e) {
            throw LauncherException.failure(jar + " cannot be unpacked to " + directory + ": " + e);
        }
    }

    /**
     * Records the cache of a service, if it has none yet. Fails in silence: all that is lost is speed.
     *
     * @param arguments and environment as in a real run
     */
    public void train(PreparedService prepared, List<String> arguments, Map<String, String> environment)
            throws InterruptedException {
        if (prepared.trained() || prepared.untrainable()) {
            return;
        }
        Path draft = prepared.directory().resolve("draft-" + prepared.cache().getFileName());
        List<String> command = Stream.concat(prepared.trainingCommand(draft).stream(), arguments.stream())
                .toList();
        Path log = prepared.directory().resolve("training.log");
        boolean done = new OneShot(command, environment, log, TRAINING_LIMIT).succeeds();
        try {
            if (done && Files.exists(draft)) {
                Files.move(draft, prepared.cache(), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(log, prepared.failure(), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            // The next run finds no cache and tries again.
        }
    }

    private void extract(Path jar, PreparedService prepared) throws IOException, InterruptedException {
        Path draft = Files.createTempDirectory(directory, "draft-");
        Path log = draft.resolve("extraction.log");
        Path content = draft.resolve("content");
        List<String> command = List.of(
                jdk.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                content.toString());
        try {
            if (!new OneShot(command, Map.of(), log, EXTRACTION_LIMIT).succeeds()) {
                throw new IOException(
                        Files.readString(log).lines().findFirst().orElse("the extraction failed without a word"));
            }
            Files.move(content.resolve(jar.getFileName()), content.resolve(PreparedService.JAR));
            delete(prepared.directory());
            Files.move(content, prepared.directory(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(draft);
        }
    }

    private void removeOthers(Service service, PreparedService current) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> old = entries.filter(Files::isDirectory)
                    .filter(entry -> entry.getFileName().toString().startsWith(service.directory() + "-"))
                    .filter(entry -> !entry.equals(current.directory()))
                    .toList();
            old.forEach(StartupCache::delete);
        }
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            // Read-only files (the JVM makes its archives so) are no obstacle: their directory counts.
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
