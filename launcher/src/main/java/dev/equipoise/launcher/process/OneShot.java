package dev.equipoise.launcher.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that does one thing and ends, while we wait. Unlike a {@link Child} it ends by a terminal's Ctrl-C, too. */
public record OneShot(List<String> command, Map<String, String> environment, Path log, Duration limit) {

    /**
     * @return whether it ended with exit code 0 within the limit
     * @throws InterruptedException if the calling thread was interrupted; the process has been killed then
     */
    public boolean succeeds() throws InterruptedException {
        Process process;
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return false;
        }
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } finally {
            // A JVM assembles its cache in a JVM of its own.
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
    }
}
