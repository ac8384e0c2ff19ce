package dev.equipoise.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that come fast enough and those that do not, by a clock that is moved by hand. */
class BodyWatchTest {

    private static final long RATE = 100;
    private static final long GRACE_SECONDS = 10;
    private static final BodyWatch.Rate LEAST =
            new BodyWatch.Rate(RATE, Duration.ofSeconds(GRACE_SECONDS).toNanos());

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final BodyWatch watch = watch(LEAST);
    private long now = 1_000;
    private int cutOff;

    private BodyWatch watch(BodyWatch.Rate least) {
        channel.freezeTime();
        return new BodyWatch(channel.eventLoop(), least, () -> now, () -> cutOff++);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private void passSeconds(long seconds) {
        for (int i = 0; i < seconds; i++) {
            pass(1_000);
        }
    }

    private void comesAndIsReadOn(long bytes) {
        watch.came(bytes);
        watch.reads();
    }

    @Test
    void aBodyOfWhichNothingComesIsCutOffWhenItsGraceIsOver() {
        watch.begin();
        watch.reads();

        passSeconds(GRACE_SECONDS - 1);
        assertThat(cutOff).isZero();

        passSeconds(1);
        assertThat(cutOff).isOne();
    }

    @Test
    void aByteNowAndThenIsTooLittle() {
        watch.begin();
        watch.reads();
        for (int i = 0; i < GRACE_SECONDS - 1; i++) {
            pass(1_000);
            comesAndIsReadOn(1);
        }
        assertThat(cutOff).isZero();

        pass(1_000);
        assertThat(cutOff).isOne();
    }

    @Test
    void aBodyAtTheLeastRateLivesAndIsCutOffWhenItFallsBelow() {
        watch.begin();
        watch.reads();
        for (int i = 0; i < 50; i++) {
            comesAndIsReadOn(RATE);
            pass(1_000);
            comesAndIsReadOn(1);
        }
        assertThat(cutOff).isZero();

        passSeconds(1);
        assertThat(cutOff).isOne();
    }

    /** The average counts: what came early is time in hand. */
    @Test
    void aBodyThatBeganFastMayPause() {
        watch.begin();
        watch.reads();
        comesAndIsReadOn(60 * RATE);

        passSeconds(59);
        assertThat(cutOff).isZero();

        passSeconds(1);
        assertThat(cutOff).isOne();
    }

    @Test
    void timeInWhichTheGatewayDoesNotReadIsNotTheClients() {
        watch.begin();
        watch.reads();
        pass(4_000);
        watch.came(1);
        passSeconds(3_600);
        assertThat(cutOff).isZero();

        watch.reads();
        pass(5_999);
        assertThat(cutOff).as("before ten seconds of waiting").isZero();

        pass(1);
        assertThat(cutOff).isOne();
    }

    @Test
    void readingThatIsAskedForTwiceIsWaitedForOnce() {
        watch.begin();
        watch.reads();
        pass(9_000);
        watch.reads();

        pass(1_000);
        assertThat(cutOff).isOne();
    }

    @Test
    void aBodyThatHasEndedIsNotCutOff() {
        watch.begin();
        watch.reads();
        passSeconds(GRACE_SECONDS - 1);
        watch.end();
        watch.reads();

        passSeconds(3 * GRACE_SECONDS);
        assertThat(cutOff).isZero();
    }

    /** One whose watch was set for an earlier body, be it one with much time in hand. */
    @Test
    void theNextBodyOfAConnectionIsCutOffInTimeToo() {
        watch.begin();
        watch.reads();
        pass(1_000);
        comesAndIsReadOn(1_000_000 * RATE);
        passSeconds(GRACE_SECONDS + 3);
        watch.end();

        watch.begin();
        watch.reads();
        passSeconds(GRACE_SECONDS - 1);
        assertThat(cutOff).isZero();

        passSeconds(1);
        assertThat(cutOff).isOne();
    }

    @Test
    void eachBodyIsCutOffOnce() {
        watch.begin();
        watch.reads();
        passSeconds(GRACE_SECONDS);
        watch.reads();

        passSeconds(3 * GRACE_SECONDS);
        assertThat(cutOff).isOne();
    }

    @Test
    void aBodyThatComesAtOnceHasNoTask() {
        watch.begin();
        watch.came(1_000);
        watch.end();

        assertThat(channel.hasPendingTasks()).isFalse();
        assertThat(channel.runScheduledPendingTasks()).as("nothing scheduled").isEqualTo(-1);
    }

    @Test
    void bodiesOfOneConnectionShareATask() {
        for (int i = 0; i < 1_000; i++) {
            watch.begin();
            watch.reads();
            watch.came(1);
            watch.end();
        }

        pass(10_000);
        assertThat(channel.runScheduledPendingTasks()).as("no task is left").isEqualTo(-1);
        assertThat(cutOff).isZero();
    }

    @Test
    void withoutARateNothingIsWatched() {
        BodyWatch off = watch(new BodyWatch.Rate(0, LEAST.graceNanos()));
        off.begin();
        off.reads();

        passSeconds(1_000);
        assertThat(cutOff).isZero();
    }

    /** Bodies far longer than a count of nanoseconds for each byte could tell. */
    @Test
    void lengthHasNoBound() {
        watch.begin();
        watch.reads();
        comesAndIsReadOn(Long.MAX_VALUE / 2);

        passSeconds(1_000);
        assertThat(cutOff).isZero();
    }

    /** Against a model that adds up second by second. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsCutOffInTheFirstSecondInWhichTheAverageIsTooLow(long seed) {
        Random random = new Random(seed);
        watch.begin();
        long bytes = 0;
        long waited = 0;
        for (int second = 0; second < 500; second++) {
            boolean reads = random.nextInt(4) != 0;
            if (reads) {
                watch.reads();
                waited++;
            }
            pass(1_000);
            boolean tooSlow = reads && waited >= GRACE_SECONDS && waited * RATE >= bytes;
            assertThat(cutOff)
                    .as("seed %s, second %s: %s bytes in %s seconds", seed, second, bytes, waited)
                    .isEqualTo(tooSlow ? 1 : 0);
            if (tooSlow) {
                return;
            }
            long more = random.nextInt((int) (2.2 * RATE));
            watch.came(more);
            bytes += more;
        }
    }
}
