package dev.equipoise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    /** 1,000 ms down to 1 ms. */
    private static final Latencies THOUSAND = Latencies.of(
            LongStream.rangeClosed(1, 1_000).map(i -> (1_001 - i) * 1_000_000).toArray());

    @Test
    void aPercentileIsTheTimeThatThisShareKeptTo() {
        assertThat(THOUSAND.percentile(0.5)).isEqualTo(500);
        assertThat(THOUSAND.percentile(0.99)).isEqualTo(990);
        assertThat(THOUSAND.percentile(0.999)).isEqualTo(999);
        assertThat(THOUSAND.percentile(0.9991)).isEqualTo(1_000);
        assertThat(THOUSAND.max()).isEqualTo(1_000);
        assertThat(THOUSAND.percentile(0)).isEqualTo(1);
    }

    @Test
    void fewSamplesHaveNoFinePercentiles() {
        Latencies three = Latencies.of(new long[] {3_000_000, 1_000_000, 2_000_000});

        assertThat(three.percentile(0.5)).isEqualTo(2);
        assertThat(three.percentile(0.999)).isEqualTo(3);
        assertThat(Latencies.of(new long[0]).percentile(0.99)).isZero();
    }

    @Test
    void poolingIsNotAveraging() {
        Latencies slow = Latencies.of(new long[] {5_000_000_000L});

        Latencies pooled = Latencies.pooled(List.of(THOUSAND, slow));

        assertThat(pooled.count()).isEqualTo(1_001);
        assertThat(pooled.max()).isEqualTo(5_000);
        assertThat(pooled.percentile(0.999)).isEqualTo(1_000);
    }
}
