package dev.equipoise.redis.reputation;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactChain;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The log of facts in Redis. Redis' scripts know no SHA-256, so the hashes are made here behind the last one we know of; where
 * another wrote meanwhile, or some facts are known, the script takes nothing and says where it stands, and we try again. The
 * one who owns the log takes its facts in one round trip. Ids are remembered within {@link ReputationLimits}: a fact that
 * comes again later than that stands in the log twice, and counts once all the same.
 */
public final class RedisFactLog implements FactLog {

    private static final ReputationScript APPEND = new ReputationScript("append");

    private static final long MEMORY = Duration.ofDays(40).toMillis();
    /** Each time that an attempt fails, somebody else's did not: nobody needs nearly as many. */
    private static final int ATTEMPTS = 1000;

    private static final Pattern POSITION = Pattern.compile("\\d{1,18}-\\d{1,18}");

    private final StringRedisTemplate redis;
    private final ReputationLimits limits;
    /** The hash of the last entry as far as we know; any thread, since the script checks it. */
    private volatile String last = FactChain.START;

    public RedisFactLog(StringRedisTemplate redis, ReputationLimits limits) {
        this.redis = redis;
        this.limits = limits;
    }

    @Override
    public int append(List<Fact> facts) {
        Map<String, String> texts = new LinkedHashMap<>();
        facts.stream().map(FactText::of).forEach(text -> texts.putIfAbsent(id(text), text));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (texts.isEmpty()) {
                return 0;
            }
            List<String> answer = attempt(texts);
            if (answer.get(0).equals("TAKEN")) {
                return texts.size();
            }
            last = answer.get(1);
            texts.keySet().removeAll(answer.subList(2, answer.size()));
        }
        throw new StoreUnavailableException(
                "Others write all the time", new IllegalStateException(ATTEMPTS + " attempts to append failed"));
    }

    /** As it stands in the text, where it has no character that Redis could not give back. */
    private static String id(String text) {
        return text.substring(0, text.indexOf('\t'));
    }

    private List<String> attempt(Map<String, String> texts) {
        String hash = last;
        List<String> arguments = new ArrayList<>(
                List.of(String.valueOf(limits.facts()), String.valueOf(limits.ids()), String.valueOf(MEMORY), hash));
        for (Map.Entry<String, String> one : texts.entrySet()) {
            hash = FactChain.next(hash, one.getValue());
            arguments.addAll(List.of(one.getKey(), hash, one.getValue()));
        }
        List<String> answer = APPEND.run(redis, arguments);
        last = hash;
        return answer;
    }

    @Override
    public List<Entry> after(String position, int most) {
        if (!POSITION.matcher(position).matches()) {
            throw new IllegalArgumentException("not a position: " + position);
        }
        if (most < 1) {
            throw new IllegalArgumentException("a page has one entry at least");
        }
        try {
            List<MapRecord<String, String, String>> records = redis.<String, String>opsForStream()
                    .range(
                            ReputationScript.LOG,
                            Range.rightUnbounded(Range.Bound.exclusive(position)),
                            Limit.limit().count(most));
            return records == null
                    ? List.of()
                    : records.stream().map(RedisFactLog::entry).toList();
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    private static Entry entry(MapRecord<String, String, String> record) {
        String position = record.getId().getValue();
        try {
            return new Entry(position, FactText.parse(field(record, "text")), field(record, "hash"));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("entry " + position + " of the log: " + e.getMessage(), e);
        }
    }

    private static String field(MapRecord<String, String, String> record, String name) {
        return Objects.requireNonNull(record.getValue().get(name), name);
    }
}
