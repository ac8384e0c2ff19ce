package dev.equipoise.registry.examples;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A worker of docs/workers.md as a process: the block that stands there, unchanged, with its settings in the environment. */
final class ExampleWorker implements AutoCloseable {

    private static final Path PAGE = Path.of("..", "docs", "workers.md");
    private static final Pattern BLOCK = Pattern.compile("^```\\w+\\n(#!.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private final Process process;
    private final Path output;

    /**
     * @param interpreter what the block's first line ends in, and what runs it
     * @param settings variables of the environment
     */
    ExampleWorker(String interpreter, Path directory, Map<String, String> settings) throws IOException {
        // Node takes the extension for the kind of module; the others do not look at it.
        Path script = Files.writeString(directory.resolve(settings.get("ID") + ".js"), block(interpreter));
        output = directory.resolve(settings.get("ID") + ".log");
        ProcessBuilder builder = new ProcessBuilder(interpreter, script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(settings);
        process = builder.start();
    }

    /** The one example whose first line names this interpreter. */
    static String block(String interpreter) throws IOException {
        List<String> found = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .filter(text -> text.lines().findFirst().orElse("").matches("#!.*\\b" + interpreter))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " examples for " + interpreter + " in " + PAGE);
        }
        return found.get(0);
    }

    static boolean installed(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** The first number of what {@code program --version} prints; 0 if there is none. */
    static int majorVersion(String program) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(program, "--version")
                .redirectErrorStream(true)
                .start();
        String printed = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor();
        Matcher number = Pattern.compile("\\d+").matcher(printed);
        return number.find() ? Integer.parseInt(number.group()) : 0;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM; returns the exit code once it has ended. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end");
        }
        return process.exitValue();
    }

    String printed() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
