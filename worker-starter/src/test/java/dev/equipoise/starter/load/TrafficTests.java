package dev.equipoise.starter.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.equipoise.core.registration.LoadReport;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TrafficTests {

    private final Traffic traffic = new Traffic();
    private final TrafficFilter filter = new TrafficFilter(traffic, "/actuator");
    private final TrafficWebFilter webFilter = new TrafficWebFilter(traffic, "/actuator");

    @Test
    void countsARequestWhileItIsServed() throws Exception {
        serve("/work", (request, response) -> assertThat(traffic.inFlight()).isEqualTo(1));

        assertThat(traffic.inFlight()).isZero();
        assertThat(traffic.arrivals()).isEqualTo(1);
    }

    @Test
    void countsARequestThatFailsAsFinished() {
        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(() -> serve("/work", (request, response) -> {
                    throw new ServletException("broken");
                }));

        assertThat(traffic.inFlight()).isZero();
    }

    @Test
    void countsAnAsynchronousRequestUntilItCompletes() throws Exception {
        AsyncContext[] async = new AsyncContext[1];
        serve("/work", (request, response) -> async[0] = request.startAsync());

        assertThat(traffic.inFlight()).isEqualTo(1);
        async[0].complete();
        assertThat(traffic.inFlight()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator,             '',   0",
        "/actuator/health,      '',   0",
        "/app/actuator/health,  /app, 0",
        "/actuators,            '',   1",
        "/app/work/actuator,    /app, 1",
        "/,                     '',   1",
    })
    void leavesOutProbes(String path, String contextPath, int counted) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setContextPath(contextPath);
        filter.doFilter(request, new MockHttpServletResponse(), (req, res) -> {});

        assertThat(traffic.arrivals()).isEqualTo(counted);

        webFilter
                .filter(
                        MockServerWebExchange.from(
                                MockServerHttpRequest.get(path).contextPath(contextPath)),
                        exchange -> Mono.empty())
                .block();
        assertThat(traffic.arrivals()).isEqualTo(2L * counted);
    }

    @Test
    void countsAllRequestsWhereThereAreNoProbes() throws Exception {
        new TrafficFilter(traffic, "")
                .doFilter(
                        new MockHttpServletRequest("GET", "/actuator"),
                        new MockHttpServletResponse(),
                        (request, response) -> {});

        assertThat(traffic.arrivals()).isEqualTo(1);
    }

    @Test
    void countsAReactiveRequestUntilItEndsOrIsCancelled() {
        Sinks.Empty<Void> work = Sinks.empty();
        Mono<Void> served = webFilter.filter(exchange(), exchange -> work.asMono());
        assertThat(traffic.arrivals()).as("not before it is subscribed to").isZero();

        served.subscribe();
        Disposable cancelled = served.subscribe();
        assertThat(traffic.inFlight()).isEqualTo(2);
        cancelled.dispose();
        assertThat(traffic.inFlight()).isEqualTo(1);
        work.tryEmitEmpty();
        assertThat(traffic.inFlight()).isZero();
    }

    @Test
    void countsAReactiveRequestThatFailsAsFinished() {
        webFilter
                .filter(exchange(), exchange -> Mono.error(new IllegalStateException("broken")))
                .onErrorComplete()
                .block();

        assertThat(traffic.inFlight()).isZero();
        assertThat(traffic.arrivals()).isEqualTo(1);
    }

    @Test
    void isNeverNegative() {
        traffic.finished();

        assertThat(traffic.inFlight()).isZero();
    }

    @Test
    void reportsRequestsAndSharesOfTheProcess() {
        traffic.arrived();

        LoadReport load = new ProcessLoad(traffic).sample();

        assertThat(load.inFlight()).isEqualTo(1);
        assertThat(load.memory()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(load.cpu()).isBetween(0.0, 1.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.NEGATIVE_INFINITY, 0})
    void takesWhatWasNotMeasuredForNothing(double raw) {
        assertThat(ProcessLoad.share(raw)).isZero();
    }

    @Test
    void keepsSharesInTheirRange() {
        assertThat(ProcessLoad.share(0.25)).isEqualTo(0.25);
        assertThat(ProcessLoad.share(1.5)).isEqualTo(1);
    }

    private void serve(String path, FilterChain chain) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setAsyncSupported(true);
        filter.doFilter(request, new MockHttpServletResponse(), chain);
    }

    private static MockServerWebExchange exchange() {
        return MockServerWebExchange.from(MockServerHttpRequest.get("/work"));
    }
}
