package dev.equipoise.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.detection.Response;
import dev.equipoise.core.detection.Response.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is remembered of clients: how it counts, and that it is bounded. */
class ClientCountsTest {

    private static final String CLIENT = "198.51.100.7";

    private final ForcedBrowsing browsing = new ForcedBrowsing(100);
    private final Sentences sentences = new Sentences(100);

    @Test
    void thirtyDenialsWithinAMinuteAreForcedBrowsing() {
        for (int i = 1; i < 30; i++) {
            assertThat(browsing.answered(CLIENT, true, i)).isFalse();
        }
        assertThat(browsing.answered("other", true, 30)).isFalse();
        assertThat(browsing.answered(CLIENT, true, 59_999)).isTrue();
        assertThat(browsing.answered(CLIENT, true, 60_000))
                .as("counting begins anew")
                .isFalse();
    }

    @Test
    void denialsThatAreOldOrAmongOtherAnswersAreNot() {
        for (int i = 0; i < 29; i++) {
            browsing.answered(CLIENT, true, 0);
        }
        assertThat(browsing.answered(CLIENT, true, 60_000)).isFalse();

        for (int i = 0; i < 300; i++) {
            assertThat(browsing.answered("mixed", i % 5 != 0, 60_001))
                    .as("answer %d", i)
                    .isFalse();
        }
    }

    @Test
    void nobodyIsWatchedBeforeADenialOrWhenItIsLongAgo() {
        browsing.answered(CLIENT, false, 0);
        assertThat(browsing.isWatching()).isFalse();
        browsing.answered(CLIENT, true, 0);
        assertThat(browsing.isWatching()).isTrue();
        browsing.answered("other", false, 60_000);
        assertThat(browsing.isWatching()).isFalse();
    }

    @Test
    void aBucketGivesItsBurstAndThenItsRate() {
        TokenBuckets buckets = new TokenBuckets(2, 4, 100);
        for (int i = 0; i < 4; i++) {
            assertThat(buckets.take(CLIENT, 0)).isTrue();
        }
        assertThat(buckets.take(CLIENT, 0)).isFalse();
        assertThat(buckets.take("other", 0)).isTrue();
        assertThat(buckets.take(CLIENT, 499)).isFalse();
        assertThat(buckets.take(CLIENT, 500)).isTrue();
        assertThat(buckets.take(CLIENT, 501)).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(buckets.take(CLIENT, 1_000_000)).isTrue();
        }
        assertThat(buckets.take(CLIENT, 1_000_000)).isFalse();
    }

    @Test
    void theHardestSentenceHoldsUntilItEnds() {
        sentences.pass(CLIENT, new Response(Action.LIMIT, Duration.ofSeconds(10)), 0);
        sentences.pass(CLIENT, new Response(Action.SLOW, Duration.ofSeconds(60)), 0);
        assertThat(sentences.of(CLIENT, 9_999).action()).isEqualTo(Action.LIMIT);
        assertThat(sentences.of(CLIENT, 10_000)).isNull();
        assertThat(sentences.isEmpty()).isTrue();

        sentences.pass(CLIENT, new Response(Action.LIMIT, Duration.ofSeconds(10)), 20_000);
        sentences.pass(CLIENT, new Response(Action.BLOCK, Duration.ofSeconds(5)), 20_000);
        assertThat(sentences.of(CLIENT, 20_000).action()).isEqualTo(Action.BLOCK);
        assertThat(sentences.of("other", 20_000)).isNull();
    }

    @Test
    void nothingGrowsWithTheNumberOfClients() {
        TokenBuckets buckets = new TokenBuckets(1, 1, 100);
        for (int i = 0; i < 10_000; i++) {
            browsing.answered("c-" + i, true, 0);
            buckets.take("c-" + i, 0);
            sentences.pass("c-" + i, new Response(Action.BLOCK, Duration.ofHours(1)), 0);
        }
        assertThat(browsing.size()).isEqualTo(100);
        assertThat(buckets.size()).isEqualTo(100);
        assertThat(sentences.size()).isEqualTo(100);
    }
}
