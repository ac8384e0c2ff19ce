package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.DefaultStringRedisConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.StringRedisConnection;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.connection.stream.StringRecord;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The change log in Redis, read-only. Blocking reads have a connection of their own, opened when needed and kept; one
 * thread uses it.
 */
public final class RedisChangeLog implements ChangeLog, AutoCloseable {

    private static final int BATCH = 1000;

    private final RedisConnectionFactory connections;
    private final StringRedisTemplate redis;
    private @Nullable StringRedisConnection follower;

    public RedisChangeLog(RedisConnectionFactory connections) {
        this.connections = connections;
        this.redis = new StringRedisTemplate(connections);
    }

    @Override
    public Snapshot snapshot() {
        List<String> answer = FleetScript.run(redis, "all");
        List<Worker> workers = new ArrayList<>();
        for (int i = 3; i < answer.size(); i += 2) {
            workers.add(WorkerRecord.parse(answer.get(i + 1)).worker());
        }
        Head head = head(answer);
        return new Snapshot(head.incarnation(), head.version(), head.position(), workers);
    }

    @Override
    public List<Change> after(String position, Duration wait) {
        StreamReadOptions options = StreamReadOptions.empty().count(BATCH).block(wait);
        try {
            StringRedisConnection connection = connected();
            List<StringRecord> records = connection.xReadAsString(
                    options, StreamOffset.create(MembershipScript.CHANGES, ReadOffset.from(position)));
            return records == null
                    ? List.of()
                    : records.stream().map(RedisChangeLog::change).toList();
        } catch (DataAccessException e) {
            close();
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    @Override
    public Head head() {
        return head(FleetScript.run(redis, "head"));
    }

    private static Head head(List<String> answer) {
        return new Head(answer.get(0), Long.parseLong(answer.get(1)), answer.get(2));
    }

    private StringRedisConnection connected() {
        StringRedisConnection connection = follower;
        if (connection == null) {
            RedisConnection opened = connections.getConnection();
            connection = new DefaultStringRedisConnection(opened);
            follower = connection;
        }
        return connection;
    }

    private static Change change(MapRecord<String, String, String> entry) {
        Map<String, String> fields = entry.getValue();
        String record = field(fields, "record");
        return new Change(
                entry.getId().getValue(),
                Long.parseLong(field(fields, "version")),
                Change.Kind.valueOf(field(fields, "kind")),
                field(fields, "id"),
                record.isEmpty() ? null : WorkerRecord.parse(record).worker());
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    @Override
    public void close() {
        StringRedisConnection connection = follower;
        follower = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (DataAccessException e) {
                // It is gone either way.
            }
        }
    }
}
