package dev.equipoise.launcher.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, told from another that got the same number later.
 *
 * @param started to the accuracy of the operating system
 */
public record ProcessIdentity(long pid, Instant started) {

    // Linux counts from a boot time that moves when the clock is set right.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The process, if it still lives. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::sameStart);
    }

    private boolean sameStart(ProcessHandle process) {
        Instant now = of(process).started();
        return Duration.between(started, now).abs().compareTo(TOLERANCE) <= 0;
    }
}
