package dev.equipoise.redis.reputation;

import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.ReportInbox;
import dev.equipoise.redis.connection.StreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The inbox in Redis: a stream of reports as JSON. Who takes is woken by the report itself, over a connection of its own that
 * is opened when needed and kept; any thread, but those that wait do so one after the other.
 */
public final class RedisReportInbox implements ReportInbox, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisReportInbox.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ReputationScript PUT = new ReputationScript("put");
    private static final ReputationScript TAKE = new ReputationScript("take");
    /** Whatever is in the inbox was not taken yet. */
    private static final String START = "0-0";

    private final StringRedisTemplate redis;
    private final StreamReader arrivals;
    private final ReputationLimits limits;

    public RedisReportInbox(RedisConnectionFactory connections, ReputationLimits limits) {
        this.redis = new StringRedisTemplate(connections);
        this.arrivals = new StreamReader(connections, ReputationScript.INBOX);
        this.limits = limits;
    }

    @Override
    public void put(GatewayReport report) {
        PUT.run(redis, List.of(String.valueOf(limits.reports()), JSON.writeValueAsString(report)));
    }

    @Override
    public List<GatewayReport> take(int most, Duration wait) {
        if (most < 1) {
            throw new IllegalArgumentException("who takes, takes one at least");
        }
        List<String> texts = TAKE.run(redis, List.of(String.valueOf(most)));
        if (texts.isEmpty()
                && wait.toMillis() > 0
                && !arrivals.after(START, 1, wait).isEmpty()) {
            texts = TAKE.run(redis, List.of(String.valueOf(most)));
        }
        List<GatewayReport> reports = new ArrayList<>();
        for (String text : texts) {
            try {
                reports.add(JSON.readValue(text, GatewayReport.class));
            } catch (JacksonException e) {
                log.warn("A report in the inbox could not be read and is lost", e);
            }
        }
        return reports;
    }

    @Override
    public void close() {
        arrivals.close();
    }
}
