package dev.equipoise.gateway.background;

import org.springframework.context.SmartLifecycle;

/** A component whose work is a thread of its own, which lives as long as the application context. */
public interface InBackground extends SmartLifecycle {

    /** The same one each time. */
    BackgroundThread thread();

    @Override
    default void start() {
        thread().start();
    }

    @Override
    default void stop() {
        thread().stop();
    }

    @Override
    default boolean isRunning() {
        return thread().isRunning();
    }
}
