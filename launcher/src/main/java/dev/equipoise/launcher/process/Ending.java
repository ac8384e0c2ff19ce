package dev.equipoise.launcher.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: SIGTERM, patience, SIGKILL. */
public final class Ending {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(2);

    private Ending() {}

    /** Blocks until all of them are gone, which is at once for those that are gone already. */
    public static void of(List<ProcessHandle> processes) {
        of(processes, PATIENCE);
    }

    /** @param patience before it is SIGKILL */
    public static void of(List<ProcessHandle> processes, Duration patience) {
        processes.forEach(ProcessHandle::destroy);
        if (!gone(processes, patience)) {
            processes.forEach(ProcessHandle::destroyForcibly);
            gone(processes, KILL_PATIENCE);
        }
    }

    private static boolean gone(List<ProcessHandle> processes, Duration patience) {
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
