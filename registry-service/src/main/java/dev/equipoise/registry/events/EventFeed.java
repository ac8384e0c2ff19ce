package dev.equipoise.registry.events;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last changes, and who is told of the next ones. One thread publishes, any thread subscribes. One lock guards
 * everything, and nothing waits under it: a subscriber that has no room left is dropped.
 */
final class EventFeed {

    private final int maxSubscribers;
    private final int buffer;
    private final int history;

    private final Deque<ServerSentEvent> recent = new ArrayDeque<>();
    private final Set<Subscription> subscribers = new HashSet<>();
    /** Whether the change log was read: before that nobody knows where it ends. */
    private boolean following;

    private boolean stopped;
    private long dropped;

    EventFeed(EventsProperties properties) {
        this.maxSubscribers = properties.maxSubscribers();
        this.buffer = properties.buffer();
        this.history = properties.history();
    }

    /** The log is read from its start again: what was known counts no more, and everyone resyncs. */
    synchronized void restart(List<ServerSentEvent> changes) {
        recent.clear();
        changes.forEach(this::remember);
        following = true;
        tellAll(ServerSentEvent.resync(head()));
    }

    synchronized void publish(ServerSentEvent change) {
        remember(change);
        tellAll(change);
    }

    /**
     * A subscription to all changes from now on.
     *
     * @param lastEventId the last event the subscriber got. If it is still in the history the subscription begins with
     *     those behind it, otherwise, or if it is null, with a resync
     * @throws TooManySubscribersException if this replica has as many as it may have
     * @throws StoreUnavailableException if the change log was never read
     */
    synchronized Subscription subscribe(@Nullable String lastEventId) {
        if (stopped) {
            return new Subscription(List.of(ServerSentEvent.closing(ServerSentEvent.Reason.SHUTDOWN)), 0);
        }
        if (!following) {
            throw new StoreUnavailableException("no change was read yet", new IllegalStateException());
        }
        if (subscribers.size() >= maxSubscribers) {
            throw new TooManySubscribersException(maxSubscribers);
        }
        List<ServerSentEvent> missed = behind(lastEventId);
        Subscription subscription =
                new Subscription(missed == null ? List.of(ServerSentEvent.resync(head())) : missed, buffer);
        subscribers.add(subscription);
        return subscription;
    }

    /** Nothing more for this one. */
    synchronized void unsubscribe(Subscription subscription) {
        subscribers.remove(subscription);
    }

    /** Ends all streams, and those that are asked for later. */
    synchronized void stop() {
        stopped = true;
        subscribers.forEach(s -> s.end(ServerSentEvent.closing(ServerSentEvent.Reason.SHUTDOWN)));
        subscribers.clear();
    }

    synchronized int subscribers() {
        return subscribers.size();
    }

    /** How many were dropped because they were too slow. */
    synchronized long dropped() {
        return dropped;
    }

    private void tellAll(ServerSentEvent event) {
        for (Iterator<Subscription> each = subscribers.iterator(); each.hasNext(); ) {
            Subscription subscription = each.next();
            if (!subscription.offer(event)) {
                subscription.end(ServerSentEvent.closing(ServerSentEvent.Reason.SLOW));
                each.remove();
                dropped++;
            }
        }
    }

    private void remember(ServerSentEvent change) {
        recent.addLast(change);
        if (recent.size() > history) {
            recent.removeFirst();
        }
    }

    private @Nullable String head() {
        ServerSentEvent last = recent.peekLast();
        return last == null ? null : last.id();
    }

    private @Nullable List<ServerSentEvent> behind(@Nullable String id) {
        List<ServerSentEvent> behind = new ArrayList<>();
        boolean found = false;
        for (ServerSentEvent change : recent) {
            if (found) {
                behind.add(change);
            }
            found |= change.id() != null && change.id().equals(id);
        }
        return found ? behind : null;
    }
}
