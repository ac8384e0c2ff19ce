package dev.equipoise.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyScaleTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8, 9, 15, 16, 1_000, 123_456_789, Long.MAX_VALUE})
    void aBucketHoldsWhatIsPutIntoItAndIsAnEighthWide(long nanos) {
        int bucket = LatencyScale.bucket(nanos);
        assertThat(LatencyScale.end(bucket)).isGreaterThanOrEqualTo(nanos);
        assertThat(LatencyScale.end(bucket) - nanos).isLessThanOrEqualTo(nanos / 8);
        assertThat(LatencyScale.end(bucket - 1)).isLessThan(nanos);
        assertThat(bucket).isLessThan(LatencyScale.BUCKETS);
    }
}
