package dev.equipoise.gateway.shutdown;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Connections that outlive their request, such as WebSockets: they are told before what they lead to ends. Any thread. */
public final class LongLived {

    private final Set<Guest> guests = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    /** One of them. */
    public interface Guest {

        /** The worker it leads to; null if that is not known. */
        @Nullable
        String worker();

        /** It is to end, in good order. Any thread, and any number of times. */
        void goAway();
    }

    /** It has begun. After {@link #leave} it is told to end at once. */
    public void begun(Guest guest) {
        guests.add(guest);
        if (leaving) {
            guest.goAway();
        }
    }

    public void ended(Guest guest) {
        guests.remove(guest);
    }

    public int count() {
        return guests.size();
    }

    /** The gateway ends. */
    public void leave() {
        leaving = true;
        guests.forEach(Guest::goAway);
    }

    /** These workers end. */
    public void leave(Predicate<String> workers) {
        for (Guest guest : guests) {
            String worker = guest.worker();
            if (worker != null && workers.test(worker)) {
                guest.goAway();
            }
        }
    }
}
