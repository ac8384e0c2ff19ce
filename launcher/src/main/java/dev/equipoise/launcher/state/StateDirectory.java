package dev.equipoise.launcher.state;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code .equipoise/}: where a run keeps its logs, keys, caches and its record. */
public record StateDirectory(Path root) {

    public StateDirectory {
        root = root.toAbsolutePath().normalize();
    }

    public Path log(String name) {
        return folder("logs").resolve(name + ".log");
    }

    public Path cache() {
        return folder("cache");
    }

    /** What the reputation service learnt, so that it knows it again when Redis is empty. */
    public Path facts() {
        return folder("facts");
    }

    public Path binaries() {
        return folder("bin");
    }

    /** For what services put down while they run; what they left when they were killed is thrown away by the next run. */
    public Path temporary() {
        return folder("tmp");
    }

    /** Throws away what an earlier run left. To be called with the lock held, before anything is started. */
    public void clearTemporary() {
        Path folder = temporary();
        try (Stream<Path> below = Files.walk(folder)) {
            List<Path> deepestFirst = below.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    public Secrets secrets() {
        return new Secrets(folder("keys"));
    }

    public SuiteFile suiteFile() {
        return new SuiteFile(root.resolve("suite.json"));
    }

    /**
     * Makes this directory ours until the process ends, however it ends: the operating system sees to that.
     *
     * @return empty if another process has it
     */
    public Optional<FileLock> lock() {
        try {
            // Not closed: the lock would end with it.
            FileChannel channel =
                    FileChannel.open(folder(".").resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Path folder(String name) {
        Path folder = root.resolve(name).normalize();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(root);
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return folder;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private LauncherException unusable(IOException e) {
        return LauncherException.misuse("the state directory " + root + " cannot be used ("
                + e.getClass().getSimpleName() + ": " + e.getMessage() + "); choose another with --state-dir");
    }
}
