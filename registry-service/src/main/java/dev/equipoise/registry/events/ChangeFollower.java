package dev.equipoise.registry.events;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.ChangeLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands the change log on to the feed: first what the log still has, then every change as it comes. When a change is
 * missing or the store has another incarnation it begins anew. All methods are called by one thread, which owns the
 * state.
 */
final class ChangeFollower {

    /** Enough to read what is there; the store takes no wait of nothing. */
    private static final Duration NO_WAIT = Duration.ofMillis(1);

    /** A batch this short ends the catching up: the rest comes as it happens. */
    private static final int NEARLY_THERE = 100;

    private final ChangeLog log;
    private final EventFeed feed;
    private final int history;

    private boolean following;
    private String incarnation = "";
    private String position = ChangeLog.START;
    private long version;

    /** @param history how many changes the feed keeps */
    ChangeFollower(ChangeLog log, EventFeed feed, int history) {
        this.log = log;
        this.feed = feed;
        this.history = history;
    }

    /**
     * One step: waits up to {@code wait} for changes and publishes them.
     *
     * @throws dev.equipoise.core.membership.StoreUnavailableException if the store is away; the next step goes on
     */
    void advance(Duration wait) {
        if (!following) {
            begin();
            return;
        }
        List<Change> changes = log.after(position, wait);
        if (changes.isEmpty() && isAnotherPast(log.head())) {
            begin();
            return;
        }
        for (Change change : changes) {
            if (change.version() != version + 1) {
                begin();
                return;
            }
            pass(change);
            feed.publish(ServerSentEvent.of(change));
        }
    }

    /** Whether the store lost what we know, or some of it. */
    private boolean isAnotherPast(ChangeLog.Head head) {
        return !head.incarnation().equals(incarnation)
                || head.version() < version
                || head.version() == version && version > 0 && !head.position().equals(position);
    }

    private void begin() {
        following = false;
        incarnation = log.head().incarnation();
        position = ChangeLog.START;
        version = 0;
        List<Change> kept = new ArrayList<>();
        List<Change> batch;
        do {
            batch = log.after(position, NO_WAIT);
            batch.forEach(this::pass);
            kept.addAll(batch);
            kept.subList(0, Math.max(0, kept.size() - history)).clear();
        } while (batch.size() >= NEARLY_THERE);
        feed.restart(kept.stream().map(ServerSentEvent::of).toList());
        following = true;
    }

    private void pass(Change change) {
        position = change.position();
        version = change.version();
    }
}
