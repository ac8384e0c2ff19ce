package dev.equipoise.redis.reputation;

import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.redis.connection.ReadOnlyScript;
import dev.equipoise.redis.connection.StreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The standings in Redis. A reader is woken by the publication itself, over a connection of its own that is opened when needed
 * and kept; any thread, but those that wait do so one after the other.
 */
public final class RedisStandings implements Standings, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ReputationScript PUBLISH = new ReputationScript("publish");
    private static final ReadOnlyScript CHANGES = new ReadOnlyScript(
            ReputationScript.read("changes.lua"),
            List.of(
                    ReputationScript.STANDINGS,
                    ReputationScript.VERSIONS,
                    ReputationScript.GONE,
                    ReputationScript.BELL));

    private final StringRedisTemplate redis;
    private final StreamReader bell;
    private final ReputationLimits limits;

    /** @param limits for who publishes */
    public RedisStandings(RedisConnectionFactory connections, ReputationLimits limits) {
        this.redis = new StringRedisTemplate(connections);
        this.bell = new StreamReader(connections, ReputationScript.BELL);
        this.limits = limits;
    }

    @Override
    public void publish(Collection<Standing> changed, Collection<String> gone) {
        Set<String> out = new LinkedHashSet<>(gone);
        Map<String, Standing> in = new LinkedHashMap<>();
        changed.forEach(standing -> in.put(standing.worker(), standing));
        in.keySet().removeAll(out);
        List<String> arguments = new ArrayList<>(
                List.of(String.valueOf(limits.standings()), String.valueOf(limits.gone()), String.valueOf(in.size())));
        in.forEach((worker, standing) -> arguments.addAll(List.of(worker, JSON.writeValueAsString(standing))));
        arguments.addAll(out);
        if (PUBLISH.run(redis, arguments).get(0).equals("FULL")) {
            throw new IllegalStateException("there may be no more than " + limits.standings() + " standings");
        }
    }

    @Override
    public Snapshot snapshot() {
        Changes all = changes("all");
        return new Snapshot(all.version(), all.changed());
    }

    @Override
    public Changes after(long version, Duration wait) {
        Changes changes = behind(version);
        if (!isNews(changes, version) && wait.toMillis() > 0 && rings(version, wait)) {
            changes = behind(version);
        }
        return changes;
    }

    private boolean rings(long version, Duration wait) {
        return !bell.after(Math.max(0, version) + "-0", 1, wait).isEmpty();
    }

    private static boolean isNews(Changes changes, long version) {
        return changes.version() != version || changes.whole();
    }

    private Changes behind(long version) {
        Changes changes = changes(String.valueOf(version));
        // A store where nothing was published has nothing to say.
        return changes.version() == 0 ? new Changes(version, false, List.of(), List.of()) : changes;
    }

    private Changes changes(String known) {
        List<String> answer = CHANGES.run(redis, known);
        int end = 3 + Integer.parseInt(answer.get(2));
        return new Changes(
                Long.parseLong(answer.get(0)),
                answer.get(1).equals("1"),
                answer.subList(3, end).stream()
                        .map(text -> JSON.readValue(text, Standing.class))
                        .toList(),
                answer.subList(end, answer.size()));
    }

    @Override
    public void close() {
        bell.close();
    }
}
