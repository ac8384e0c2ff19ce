package dev.equipoise.bench.gateway;

import dev.equipoise.bench.process.RunningProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Samples of what a JVM does, by its own Flight Recorder: of the processor time from JDK 25 on (JEP 509, Linux), which counts what is
 * done in the kernel, too; else of running Java code.
 */
final class JvmProfile {

    private static final int CPU_TIME = 25;
    private static final String NAME = "bench";

    private final long pid;
    private final Path file;

    private JvmProfile(long pid, Path file) {
        this.pid = pid;
        this.file = file;
    }

    /**
     * @param process a JVM, or what started one
     * @throws IllegalStateException if there is none that can be recorded
     */
    static JvmProfile start(RunningProcess process, Path file) throws InterruptedException {
        JvmProfile profile = new JvmProfile(jvm(process.pid()), file.toAbsolutePath());
        List<String> settings = Runtime.version().feature() >= CPU_TIME
                ? List.of("+jdk.CPUTimeSample#enabled=true", "+jdk.CPUTimeSample#throttle=5ms")
                : List.of("+jdk.ExecutionSample#enabled=true", "+jdk.ExecutionSample#period=5ms");
        List<String> command = new ArrayList<>(List.of("JFR.start", "name=" + NAME, "settings=none"));
        command.addAll(settings);
        profile.tell(command);
        return profile;
    }

    private static long jvm(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.descendants().reduce((first, last) -> last))
                .map(ProcessHandle::pid)
                .orElse(pid);
    }

    /** Ends the recording and hands each stack, the outermost call first, to {@code stacks}. */
    void stop(Consumer<List<String>> stacks) throws InterruptedException {
        tell(List.of("JFR.stop", "name=" + NAME, "filename=" + file));
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                RecordedStackTrace trace = event.getStackTrace();
                if (trace != null && !trace.getFrames().isEmpty()) {
                    stacks.accept(stack(trace));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> stack(RecordedStackTrace trace) {
        List<String> stack = new ArrayList<>();
        for (RecordedFrame frame : trace.getFrames()) {
            stack.add(frame.getMethod().getType().getName()
                    + '.'
                    + frame.getMethod().getName());
        }
        Collections.reverse(stack);
        return stack;
    }

    private void tell(List<String> words) throws InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        command.addAll(words);
        try {
            Process jcmd = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!jcmd.waitFor(1, TimeUnit.MINUTES) || jcmd.exitValue() != 0) {
                throw new IllegalStateException("the JVM " + pid + " cannot be recorded: " + said.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
