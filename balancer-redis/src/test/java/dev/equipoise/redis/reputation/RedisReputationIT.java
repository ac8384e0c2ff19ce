package dev.equipoise.redis.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactLogContractTest;
import dev.equipoise.core.reputation.Ownership;
import dev.equipoise.core.reputation.OwnershipContractTest;
import dev.equipoise.core.reputation.ReportInbox;
import dev.equipoise.core.reputation.ReportInboxContractTest;
import dev.equipoise.core.reputation.StandingsContractTest;
import dev.equipoise.redis.RedisForTests;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The contracts of the reputation's ports over one Redis; subclasses put other kinds of Redis in its place. */
@TestInstance(Lifecycle.PER_CLASS)
class RedisReputationIT {

    /** How each part of the suite, and the test itself, reaches the store; and what ends all of it. */
    protected record Access(
            RedisConnectionFactory reputation,
            RedisConnectionFactory gateway,
            RedisConnectionFactory operator,
            Runnable end) {}

    private Access access;
    private StringRedisTemplate redis;

    protected Access open() {
        RedisForTests server = new RedisForTests();
        return new Access(server.connections(), server.connections(), server.connections(), server::close);
    }

    @BeforeAll
    void start() {
        access = open();
        redis = new StringRedisTemplate(access.operator());
    }

    @AfterAll
    void stop() {
        access.end().run();
    }

    private void flush() {
        redis.execute(
                connection -> {
                    connection.serverCommands().flushAll();
                    return null;
                },
                true);
    }

    private StringRedisTemplate reputation() {
        return new StringRedisTemplate(access.reputation());
    }

    @Nested
    class Log extends FactLogContractTest {

        @Override
        protected FactLog emptyLog() {
            flush();
            return sameLog();
        }

        @Override
        protected FactLog sameLog() {
            return new RedisFactLog(reputation(), ReputationLimits.DEFAULT);
        }

        @Override
        protected void lose() {
            flush();
        }
    }

    @Nested
    class Published extends StandingsContractTest {

        private RedisStandings writer;
        private RedisStandings reader;

        @Override
        protected Access emptyStore() {
            flush();
            ReputationLimits limits = new ReputationLimits(1, 1, MOST, MOST_GONE, 1);
            writer = new RedisStandings(access.reputation(), limits);
            reader = new RedisStandings(access.gateway(), ReputationLimits.DEFAULT);
            return new Access(writer, reader);
        }

        @Override
        protected void lose() {
            flush();
        }

        @AfterEach
        void close() {
            writer.close();
            reader.close();
        }
    }

    @Nested
    class Inbox extends ReportInboxContractTest {

        private RedisReportInbox inbox;

        @Override
        protected ReportInbox emptyInbox() {
            flush();
            inbox = new RedisReportInbox(access.reputation(), new ReputationLimits(1, 1, 1, 1, MOST));
            return inbox;
        }

        @AfterEach
        void close() {
            inbox.close();
        }
    }

    @Nested
    class Owner extends OwnershipContractTest {

        @Override
        protected Ownership nobodys() {
            flush();
            return new RedisOwnership(reputation());
        }

        /** Redis' clock cannot be moved; the end it wrote down can. */
        @Override
        protected void pass(Duration time) {
            long left = Objects.requireNonNull(redis.getExpire(ReputationScript.OWNER, TimeUnit.MILLISECONDS));
            assertThat(left).as("what is left of the term").isPositive();
            redis.expire(ReputationScript.OWNER, Duration.ofMillis(left).minus(time));
        }
    }
}
