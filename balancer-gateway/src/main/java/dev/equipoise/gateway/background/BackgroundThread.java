package dev.equipoise.gateway.background;

import org.jspecify.annotations.Nullable;

/** A daemon thread that repeats one step until it is told to stop. Start and stop it from one thread at a time. */
public final class BackgroundThread {

    private final String name;
    private final Step step;
    private volatile @Nullable Thread thread;

    /** What is repeated. Whatever it throws but an interruption ends the thread: it is to deal with its own faults. */
    @FunctionalInterface
    public interface Step {
        void run() throws InterruptedException;
    }

    public BackgroundThread(String name, Step step) {
        this.name = name;
        this.step = step;
    }

    public void start() {
        Thread started = new Thread(this::repeat, name);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    private void repeat() {
        try {
            while (Thread.currentThread() == thread) {
                step.run();
            }
        } catch (InterruptedException e) {
            // By stop(), or by whoever wants this thread to end.
            thread = null;
        }
    }

    /** Ends it, in the middle of a step if that waits. Returns at once. */
    public void stop() {
        Thread stopped = thread;
        thread = null;
        if (stopped != null) {
            stopped.interrupt();
        }
    }

    public boolean isRunning() {
        return thread != null;
    }
}
