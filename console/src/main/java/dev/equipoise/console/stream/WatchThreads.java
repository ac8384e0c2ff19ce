package dev.equipoise.console.stream;

import dev.equipoise.console.happening.RegistryEvents;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Runs the two threads of the console, and ends the streams before the web server waits for them. */
final class WatchThreads implements SmartLifecycle {

    private final Watch watch;
    private final RegistryEvents events;
    private final Broadcast broadcast;
    private final List<Thread> threads = new ArrayList<>(); // guarded by this

    WatchThreads(Watch watch, RegistryEvents events, Broadcast broadcast) {
        this.watch = watch;
        this.events = events;
        this.broadcast = broadcast;
    }

    @Override
    public synchronized void start() {
        begin(watch, "watch");
        begin(events, "registry-events");
    }

    private void begin(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    @Override
    public synchronized void stop() {
        threads.forEach(Thread::interrupt);
        threads.clear();
        broadcast.stop();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }

    /** Begins last and ends first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
