package dev.equipoise.gateway.forward;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Lets what takes long and has time begin one at a time, each a millisecond after the one before at the soonest, in order: a crowd of it leaves most
 * of the time to others. Whoever comes alone waits for nothing. On one event loop.
 */
final class Pace {

    private static final int PAUSE_MILLIS = 1;

    private final EventExecutor loop;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean pausing;

    Pace(EventExecutor loop) {
        this.loop = loop;
    }

    /** Now, or as soon as its turn has come. */
    void begin(Runnable what) {
        if (pausing) {
            waiting.add(what);
        } else {
            run(what);
        }
    }

    private void run(Runnable what) {
        pausing = true;
        var unused = loop.schedule(this::goOn, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        what.run();
    }

    private void goOn() {
        pausing = false;
        Runnable next = waiting.poll();
        if (next != null) {
            run(next);
        }
    }
}
