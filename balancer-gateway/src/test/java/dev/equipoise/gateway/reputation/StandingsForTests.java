package dev.equipoise.gateway.reputation;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.Standings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Standings in memory, which can be away. Every change is told as a whole. */
public final class StandingsForTests implements Standings {

    private final Map<String, Standing> standings = new TreeMap<>();
    private long version;
    private boolean away;

    public synchronized void away(boolean now) {
        away = now;
        notifyAll();
    }

    public void publish(Standing... changed) {
        publish(List.of(changed), List.of());
    }

    @Override
    public synchronized void publish(Collection<Standing> changed, Collection<String> gone) {
        standings.keySet().removeAll(gone);
        changed.forEach(standing -> standings.put(standing.worker(), standing));
        version++;
        notifyAll();
    }

    @Override
    public synchronized Snapshot snapshot() {
        reach();
        return new Snapshot(version, List.copyOf(standings.values()));
    }

    @Override
    public synchronized Changes after(long known, Duration wait) {
        reach();
        if (known == version) {
            try {
                wait(wait.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            reach();
        }
        return known == version
                ? new Changes(version, false, List.of(), List.of())
                : new Changes(version, true, List.copyOf(standings.values()), List.of());
    }

    private void reach() {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException("away"));
        }
    }
}
