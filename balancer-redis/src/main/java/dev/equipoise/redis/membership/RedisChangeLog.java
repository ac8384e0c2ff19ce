package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.redis.connection.ReadOnlyScript;
import dev.equipoise.redis.connection.StreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The change log in Redis, read-only. Blocking reads have a connection of their own, opened when needed and kept; one
 * thread uses it.
 */
public final class RedisChangeLog implements ChangeLog, AutoCloseable {

    /** Incarnation, version and position of the log's end, then, with {@code all}, id and record of each worker. */
    private static final ReadOnlyScript FLEET = new ReadOnlyScript(
            MembershipScript.read("snapshot.lua"),
            List.of(MembershipScript.META, MembershipScript.WORKERS, MembershipScript.CHANGES));

    private static final int BATCH = 1000;

    private final StringRedisTemplate redis;
    private final StreamReader changes;

    public RedisChangeLog(RedisConnectionFactory connections) {
        this.redis = new StringRedisTemplate(connections);
        this.changes = new StreamReader(connections, MembershipScript.CHANGES);
    }

    @Override
    public Snapshot snapshot() {
        List<String> answer = FLEET.run(redis, "all");
        List<Worker> workers = new ArrayList<>();
        for (int i = 3; i < answer.size(); i += 2) {
            workers.add(WorkerRecord.parse(answer.get(i + 1)).worker());
        }
        Head head = head(answer);
        return new Snapshot(head.incarnation(), head.version(), head.position(), workers);
    }

    @Override
    public List<Change> after(String position, Duration wait) {
        return changes.after(position, BATCH, wait).stream()
                .map(RedisChangeLog::change)
                .toList();
    }

    @Override
    public Head head() {
        return head(FLEET.run(redis, "head"));
    }

    private static Head head(List<String> answer) {
        return new Head(answer.get(0), Long.parseLong(answer.get(1)), answer.get(2));
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
        changes.close();
    }
}
