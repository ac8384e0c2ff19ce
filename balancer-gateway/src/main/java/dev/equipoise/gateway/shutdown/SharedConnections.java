package dev.equipoise.gateway.shutdown;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connections that many requests share at a time, as those of HTTP/2 do: no answer can say that its connection ends, so each of them is told. There are
 * as many as clients may be connected. Any thread.
 */
public final class SharedConnections {

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    /** How long requests in flight have from {@link #end} on; null before. */
    private volatile @Nullable Duration ending;

    /** One of them. Any thread, and any number of times. */
    public interface Connection {

        /** It is to end before long: the client is asked for no more requests over it. Those that come are answered. */
        void announce();

        /** It takes no more requests, and is closed once those in flight are answered, or after this time. */
        void end(Duration patience);
    }

    /** It is open. After {@link #end} it is told to end at once. */
    public void begun(Connection connection) {
        open.add(connection);
        Duration patience = ending;
        if (patience != null) {
            connection.end(patience);
        }
    }

    public void ended(Connection connection) {
        open.remove(connection);
    }

    public int count() {
        return open.size();
    }

    void announce() {
        open.forEach(Connection::announce);
    }

    void end(Duration patience) {
        ending = patience;
        open.forEach(connection -> connection.end(patience));
    }
}
