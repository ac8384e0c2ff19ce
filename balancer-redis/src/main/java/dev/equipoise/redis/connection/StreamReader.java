package dev.equipoise.redis.connection;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.DefaultStringRedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.StringRedisConnection;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.connection.stream.StringRecord;

/**
 * Reads of one stream that wait for what comes. They have a connection of their own, opened when needed and kept; calls of
 * several threads wait for each other. {@link #close} ends a call of another thread.
 */
public final class StreamReader implements AutoCloseable {

    /** Shorter than any sensible timeout of a command. */
    private static final long LONGEST_MILLIS = 500;

    private final RedisConnectionFactory connections;
    private final String key;
    private volatile @Nullable StringRedisConnection own;

    public StreamReader(RedisConnectionFactory connections, String key) {
        this.connections = connections;
        this.key = key;
    }

    /**
     * At most {@code most} entries behind {@code position}; waits up to {@code wait}, however long, for the first one.
     *
     * @throws StoreUnavailableException if Redis does not answer
     */
    public synchronized List<StringRecord> after(String position, int most, Duration wait) {
        long left = Math.max(0, wait.toMillis());
        List<StringRecord> records;
        do {
            long now = Math.min(left, LONGEST_MILLIS);
            left -= now;
            records = read(position, most, now);
        } while (records.isEmpty() && left > 0);
        return records;
    }

    private List<StringRecord> read(String position, int most, long millis) {
        StreamReadOptions options = StreamReadOptions.empty().count(most);
        if (millis > 0) { // BLOCK 0 has no end.
            options = options.block(Duration.ofMillis(millis));
        }
        try {
            List<StringRecord> records =
                    connected().xReadAsString(options, StreamOffset.create(key, ReadOffset.from(position)));
            return records == null ? List.of() : records;
        } catch (DataAccessException e) {
            close();
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    private StringRedisConnection connected() {
        StringRedisConnection connection = own;
        if (connection == null) {
            connection = new DefaultStringRedisConnection(connections.getConnection());
            own = connection;
        }
        return connection;
    }

    @Override
    public void close() {
        StringRedisConnection connection = own;
        own = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (DataAccessException e) {
                // It is gone either way.
            }
        }
    }
}
