package dev.equipoise.launcher.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says what is going on and for how long. On a terminal it is one line that is rewritten as time passes; elsewhere (a
 * log, a pipe) each change is a line of its own. Safe for any thread.
 */
public final class Progress implements AutoCloseable {

    /** The script knows: a JVM before 22 cannot tell whether standard output is a terminal if input is none. */
    private static final String TTY_PROPERTY = "equipoise.tty";

    private static final String ERASE_LINE = "\r\033[2K";
    private static final long REWRITE_MILLIS = 200;

    private final PrintWriter out;
    private final boolean rewrite;
    private final long startedAt = System.nanoTime();
    private final ScheduledExecutorService ticker;

    // Guarded by this.
    private String text = "";
    private boolean closed;

    public Progress(PrintWriter out) {
        this(out, Boolean.getBoolean(TTY_PROPERTY));
    }

    Progress(PrintWriter out, boolean rewrite) {
        this.out = out;
        this.rewrite = rewrite;
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        if (rewrite) {
            var unused = ticker.scheduleAtFixedRate(this::draw, REWRITE_MILLIS, REWRITE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What is going on from now on. */
    public synchronized void show(String now) {
        if (closed || now.equals(text)) {
            return;
        }
        text = now;
        if (rewrite) {
            draw();
        } else {
            out.println(line());
            out.flush();
        }
    }

    /** A line that stays, above what is going on. */
    public synchronized void say(String line) {
        if (rewrite && !closed) {
            out.print(ERASE_LINE);
        }
        out.println(line);
        out.flush();
        draw();
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ticker.shutdownNow();
            if (rewrite) {
                out.print(ERASE_LINE);
                out.flush();
            }
        }
    }

    private synchronized void draw() {
        if (rewrite && !closed && !text.isEmpty()) {
            out.print(ERASE_LINE + line());
            out.flush();
        }
    }

    private String line() {
        return String.format(Locale.ROOT, "%7s  %s", seconds(elapsed()), text);
    }
}
