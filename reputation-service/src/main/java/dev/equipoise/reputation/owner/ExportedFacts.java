package dev.equipoise.reputation.owner;

import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.reputation.export.FactExport;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files of the export up with the log; a disk that fails costs the files and nothing else. One thread. */
final class ExportedFacts {

    private static final Logger log = LoggerFactory.getLogger(ExportedFacts.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final @Nullable FactExport export;
    private final FactLog facts;
    private boolean works;
    private boolean begun;
    private long failedAt;

    ExportedFacts(@Nullable FactExport export, FactLog facts) {
        this.export = export;
        this.facts = facts;
    }

    /** Restores a log that is empty. Before anything else is written. */
    void restore() {
        FactExport files = export;
        if (files == null || !facts.after(FactLog.START, 1).isEmpty()) {
            return;
        }
        try {
            if (!files.isEmpty()) {
                log.warn("The log of facts is empty and there is an export: it is restored");
                log.warn("Restored {} facts", files.restore(facts));
            }
        } catch (UncheckedIOException e) {
            log.error("The log of facts could not be restored from the export", e);
        }
    }

    /** This replica owns the log from now on. */
    void begin() {
        begun = true;
        works = true;
        attempt(() -> {
            if (export != null) {
                export.resume(facts);
            }
        });
    }

    void add(FactLog.Entry entry) {
        if (export != null && begun && works) {
            attempt(() -> export.add(entry));
        }
    }

    void follow(long now) {
        if (export == null || !begun) {
            return;
        }
        if (works) {
            attempt(export::flush);
            failedAt = now;
        } else if (now - failedAt >= PATIENCE.toMillis()) {
            failedAt = now;
            begin();
        }
    }

    void end() {
        if (export != null && begun) {
            attempt(export::close);
        }
        begun = false;
    }

    private void attempt(Runnable writing) {
        try {
            writing.run();
        } catch (UncheckedIOException e) {
            if (works) {
                log.error("The facts are not exported: the directory cannot be written", e);
            }
            works = false;
        }
    }
}
