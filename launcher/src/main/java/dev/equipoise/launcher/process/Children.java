package dev.equipoise.launcher.process;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All processes of one run. Safe for any thread; after {@link #stop} has begun nothing more can be started. */
public final class Children {

    private final BlockingQueue<Child> deaths = new LinkedBlockingQueue<>();

    // Guarded by this.
    private final List<Child> started = new ArrayList<>();
    private boolean stopping;

    /** @throws LauncherException if it cannot be started, or if the run is being stopped */
    public synchronized Child start(ChildSpec spec) {
        if (stopping) {
            throw LauncherException.failure("stopped while starting");
        }
        try {
            Child child = new Child(spec.role(), spec.name(), launch(spec), spec.log());
            started.add(child);
            var unused = child.process().onExit().thenRun(() -> deaths.add(child));
            return child;
        } catch (IOException e) {
            throw LauncherException.failure(spec.name() + " cannot be started: " + e.getMessage());
        }
    }

    public synchronized List<Child> all() {
        return List.copyOf(started);
    }

    /** The next process that ended without being told to; null if none did within {@code patience}. */
    public @Nullable Child nextDeath(Duration patience) throws InterruptedException {
        Child dead = deaths.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return dead == null || stopping() ? null : dead;
    }

    public synchronized boolean stopping() {
        return stopping;
    }

    /** Ends all of them, those first that depend on the others. Blocks until they are gone. */
    public void stop() {
        List<Child> rest;
        synchronized (this) {
            stopping = true;
            rest = List.copyOf(started);
        }
        rest.stream()
                .map(Child::role)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .forEach(role -> Ending.of(rest.stream()
                        .filter(child -> child.role() == role)
                        .map(child -> child.process().toHandle())
                        .toList()));
    }

    private static Process launch(ChildSpec spec) throws IOException {
        File log = spec.log().toFile();
        ProcessBuilder builder = new ProcessBuilder(Detachment.of(spec.command()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log));
        builder.environment().putAll(spec.environment());
        if (spec.input().isEmpty()) {
            builder.redirectInput(Redirect.from(new File("/dev/null")));
            return builder.start();
        }
        Process process = builder.start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(spec.input().getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }
}
