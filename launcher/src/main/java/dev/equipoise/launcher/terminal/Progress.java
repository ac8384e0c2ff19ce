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
    private static final int BAR = 24;

    /** How much is done of something whose end is not known. */
    private static final double UNKNOWN = -1;

    private final PrintWriter out;
    private final boolean rewrite;
    private final long startedAt = System.nanoTime();
    private final ScheduledExecutorService ticker;

    // Guarded by this.
    private String text = "";
    private double done = UNKNOWN;
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
    public void show(String now) {
        show(now, UNKNOWN);
    }

    /**
     * What is going on from now on, and how much of it is done. On a terminal a bar follows the text as time passes;
     * elsewhere only another text makes another line. Cheap enough to be called often.
     *
     * @param done in [0, 1]
     */
    public synchronized void show(String now, double done) {
        this.done = done;
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
            out.print(ERASE_LINE + line() + bar());
            out.flush();
        }
    }

    private String bar() {
        if (done < 0) {
            return "";
        }
        int filled = (int) (Math.min(1, done) * BAR);
        return String.format(
                Locale.ROOT,
                "  [%s%s] %3.0f %%",
                "#".repeat(filled),
                "-".repeat(BAR - filled),
                100 * Math.min(1, done));
    }

    private String line() {
        return String.format(Locale.ROOT, "%7s  %s", seconds(elapsed()), text);
    }
}
