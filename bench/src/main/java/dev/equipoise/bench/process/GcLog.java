package dev.equipoise.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM writes of its collections when started with {@link #FLAG}: how much of the heap was left after each. Costs
 * the JVM next to nothing, unlike asking it.
 */
public final class GcLog {

    /** Writes {@code gc.log} into the working directory of the JVM. */
    public static final String FLAG = "-Xlog:gc:file=gc.log:none";

    private static final Pattern COLLECTION =
            Pattern.compile("(?:.* )?(Pause \\S+) .*?(\\d+)M->(\\d+)M\\(\\d+M\\) ([\\d.]+)ms");
    private static final int FORCED_SECONDS = 30;

    private final Path file;

    /** @param directory the working directory of the JVM */
    public GcLog(Path directory) {
        this.file = directory.resolve("gc.log");
    }

    /**
     * One collection.
     *
     * @param full whether all of the heap was collected
     * @param leftMegabytes used after it
     */
    public record Collection(boolean full, int leftMegabytes, double pauseMillis) {}

    /** Those so far, in order. */
    public List<Collection> collections() throws IOException {
        List<Collection> found = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher matcher = COLLECTION.matcher(line);
                if (matcher.matches()) {
                    found.add(new Collection(
                            matcher.group(1).equals("Pause Full"),
                            Integer.parseInt(matcher.group(3)),
                            Double.parseDouble(matcher.group(4))));
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was collected yet.
        }
        return found;
    }

    /**
     * Makes the JVM collect all of its heap.
     *
     * @return megabytes used after it
     */
    public int force(RunningProcess jvm) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(jvm.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(FORCED_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("jcmd could not make the JVM " + jvm.pid() + " collect");
        }
        return collections().stream()
                .filter(Collection::full)
                .reduce((earlier, later) -> later)
                .map(Collection::leftMegabytes)
                .orElseThrow(() -> new IllegalStateException("no full collection stands in " + file.getFileName()));
    }
}
