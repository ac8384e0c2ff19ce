package dev.equipoise.starter;

import org.springframework.context.SmartLifecycle;

/** Does one thing at one moment of the application's end. */
final class ShutdownStep implements SmartLifecycle {

    private final int phase;
    private final Runnable step;

    // Written by the thread that starts and stops the context.
    private volatile boolean running;

    /** @param phase steps of a higher phase come first */
    ShutdownStep(int phase, Runnable step) {
        this.phase = phase;
        this.step = step;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        step.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    /** A pause is no end: what has left does not come back. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
