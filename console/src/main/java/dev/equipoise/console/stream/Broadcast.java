package dev.equipoise.console.stream;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** Who watches. Any thread; nothing waits under the one lock: who has no room left is dropped and comes back. */
final class Broadcast {

    private final int most;
    private final Set<Subscriber> subscribers = new HashSet<>();
    private boolean stopped;

    /** @param most who may watch at the same time */
    Broadcast(int most) {
        this.most = most;
    }

    /**
     * One more, who gets everything from now on.
     *
     * @throws TooManySubscribersException if there are as many as there may be
     */
    synchronized Subscriber subscribe() {
        if (subscribers.size() >= most) {
            throw new TooManySubscribersException(most);
        }
        Subscriber subscriber = new Subscriber();
        if (stopped) {
            subscriber.end();
        } else {
            subscribers.add(subscriber);
        }
        return subscriber;
    }

    synchronized void unsubscribe(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    synchronized int subscribers() {
        return subscribers.size();
    }

    synchronized void tell(Frame frame) {
        for (Iterator<Subscriber> each = subscribers.iterator(); each.hasNext(); ) {
            Subscriber subscriber = each.next();
            if (!subscriber.offer(frame)) {
                subscriber.end();
                each.remove();
            }
        }
    }

    /** Ends all streams, and those asked for later. */
    synchronized void stop() {
        stopped = true;
        subscribers.forEach(Subscriber::end);
        subscribers.clear();
    }
}
