package dev.equipoise.redis.connection;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Leaves a primary that hangs. Where a host freezes or the network swallows packets, the connection to it stays open for
 * minutes: every command times out, and nobody asks the sentinels who has taken over. So the shared connection is asked
 * for a sign of life once a second, and is closed when none comes; the next command opens another one. In a Cluster
 * this does nothing, for there the client asks for the shape of the cluster anyway.
 */
public final class PrimaryWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PrimaryWatch.class);
    private static final Duration PACE = Duration.ofSeconds(1);

    private final LettuceConnectionFactory connections;
    private volatile @Nullable ScheduledExecutorService thread;

    public PrimaryWatch(LettuceConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watch = new Thread(task, "primary-watch");
            watch.setDaemon(true);
            return watch;
        });
        if (!connections.isClusterAware()) {
            executor.scheduleWithFixedDelay(this::look, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
        }
        thread = executor;
    }

    private void look() {
        try (RedisConnection connection = connections.getConnection()) {
            connection.ping();
        } catch (QueryTimeoutException e) {
            log.warn("The store keeps its connection open and does not answer; looking for it anew");
            connections.resetConnection();
        } catch (DataAccessException e) {
            // Whoever is not connected looks for the primary already.
            log.debug("The store is away", e);
        } catch (RuntimeException e) {
            // An exception would end the schedule for good.
            log.error("The store could not be asked for a sign of life", e);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = thread;
        thread = null;
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
