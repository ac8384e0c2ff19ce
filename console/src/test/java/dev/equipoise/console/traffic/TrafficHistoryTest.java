package dev.equipoise.console.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficHistoryTest {

    private final TrafficHistory history = new TrafficHistory(3);

    @Test
    void countsOfAllGatewaysBecomeOneRate() {
        assertThat(history.take(0, Map.of("a", new Counted(100, 1, 10), "b", new Counted(50, 0, 5)), 0))
                .isEmpty();

        Point point = history.take(2000, Map.of("a", new Counted(110, 3, 10.5), "b", new Counted(60, 0, 5.5)), 4)
                .get(0);

        assertThat(point.requests()).isEqualTo(10);
        assertThat(point.failures()).isEqualTo(1);
        assertThat(point.meanMs()).isCloseTo(50, within(1e-9));
        assertThat(point.inFlight()).isEqualTo(4);
        assertThat(history.failing()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void aGatewayThatStartedAnewHasCountedAllOfItSince() {
        history.take(0, Map.of("a", new Counted(100, 9, 10)), 0);

        Point point = history.take(2000, Map.of("a", new Counted(6, 2, 1)), 0).get(0);

        assertThat(point.requests()).isEqualTo(3);
        assertThat(point.failures()).isEqualTo(1);
    }

    @Test
    void aSilenceIsNoZero() {
        history.take(0, Map.of("a", new Counted(100, 0, 10)), 0);

        assertThat(history.take(2000, Map.of(), 0)).as("nobody answers").isEmpty();
        assertThat(history.take(4000, Map.of("a", new Counted(900, 0, 90)), 0))
                .as("nothing to compare with")
                .isEmpty();
        assertThat(history.take(6000, Map.of("a", new Counted(902, 0, 91)), 0))
                .extracting(Point::requests)
                .containsExactly(1.0);
    }

    @Test
    void withoutRequestsThereIsNoMeanAndNothingFails() {
        history.take(0, Map.of("a", new Counted(1, 0, 1)), 0);

        assertThat(history.take(2000, Map.of("a", new Counted(1, 0, 1)), 0))
                .extracting(Point::meanMs)
                .containsOnlyNulls();
        assertThat(history.failing()).isZero();
    }

    @Test
    void onlyTheLastPointsAreKept() {
        for (int i = 0; i < 10; i++) {
            history.take(2000L * i, Map.of("a", new Counted(i, 0, i)), 0);
        }

        assertThat(history.points()).extracting(Point::at).containsExactly(14000L, 16000L, 18000L);
    }

    @Test
    void theGatewaysMetricsAreReadAndNothingElse() {
        Counted counted = Counted.in("""
                # HELP equipoise_gateway_requests_seconds Requests
                equipoise_gateway_requests_seconds_count{lane="express",route="a",service="s",status="2xx"} 40
                equipoise_gateway_requests_seconds_count{lane="spring",route="a",service="s",status="5xx"} 2
                equipoise_gateway_requests_seconds_sum{lane="express",route="a",service="s",status="2xx"} 1.5
                equipoise_gateway_requests_seconds_max{lane="express",route="a",service="s",status="2xx"} 9
                equipoise_gateway_requests_seconds_count{lane="spring",route="b",service="s",status="4xx"} NaN
                equipoise_gateway_requests_seconds_count{broken} x
                other_seconds_count{status="5xx"} 7
                """);

        assertThat(counted).isEqualTo(new Counted(42, 2, 1.5));
    }
}
