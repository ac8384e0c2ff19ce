package dev.equipoise.gateway.reputation;

import org.springframework.context.SmartLifecycle;

/** In place of a feed where there is none: without a store of standings, or where nobody asks for them. */
final class NothingToFollow implements SmartLifecycle {

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
        return false;
    }
}
