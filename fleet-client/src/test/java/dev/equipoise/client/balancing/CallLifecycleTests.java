package dev.equipoise.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.client.fleet.FleetInstance;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Worker;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.CompletionContext.Status;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;

/** Calls begin and end with the callbacks of Spring Cloud LoadBalancer, whatever the order they come in. */
class CallLifecycleTests {

    private static final Worker WORKER = Worker.of("a", URI.create("http://10.0.0.1:1"));

    private final PeakEwmaLoadTracker tracker = new PeakEwmaLoadTracker(System::nanoTime);
    private final CallLifecycle lifecycle = new CallLifecycle();

    @ParameterizedTest
    @CsvSource({"200,1,0", "302,1,0", "404,1,0", "501,1,0", "505,1,0", "429,0,1", "500,0,1", "503,0,1"})
    void theStatusSaysWhetherTheWorkerDidItsWork(int status, long successes, long failures) {
        PickedInstance picked = picked();
        begin(picked, Map.of());
        assertThat(tracker.of("a").inFlight()).isEqualTo(1);

        end(picked, Status.SUCCESS, response(status));

        assertThat(tracker.of("a").inFlight()).isZero();
        assertThat(tracker.of("a").successes()).isEqualTo(successes);
        assertThat(tracker.of("a").failures()).isEqualTo(failures);
    }

    @Test
    void anErrorIsAFailureAndADiscardIsNothing() {
        PickedInstance failed = picked();
        begin(failed, Map.of());
        lifecycle.onComplete(new CompletionContext<>(
                Status.FAILED, new IOException("reset"), request(Map.of()), new DefaultResponse(failed)));
        PickedInstance discarded = picked();
        begin(discarded, Map.of());
        end(discarded, Status.DISCARD, response(200));

        assertThat(tracker.of("a").failures()).isEqualTo(1);
        assertThat(tracker.of("a").successes()).isZero();
        assertThat(tracker.inFlight()).isZero();
    }

    @Test
    void anEndCountsOnce() {
        PickedInstance picked = picked();
        begin(picked, Map.of());
        end(picked, Status.SUCCESS, response(200));
        end(picked, Status.SUCCESS, response(500));
        picked.ignored();

        assertThat(tracker.of("a").successes()).isEqualTo(1);
        assertThat(tracker.of("a").failures()).isZero();
        assertThat(tracker.inFlight()).isZero();
    }

    @Test
    void aPickThatIsNotSentIsNotInFlight() {
        picked();

        assertThat(tracker.inFlight()).isZero();
    }

    @Test
    void sentTwiceItIsInFlightOnce() {
        PickedInstance picked = picked();
        begin(picked, Map.of());
        begin(picked, Map.of());
        assertThat(tracker.inFlight()).isEqualTo(1);

        end(picked, Status.SUCCESS, response(200));
        assertThat(tracker.inFlight()).isZero();
    }

    @Test
    void instancesOfOthersAreNoneOfOurs() {
        lifecycle.onStartRequest(request(Map.of()), new EmptyResponse());
        lifecycle.onComplete(new CompletionContext<>(Status.DISCARD, request(Map.of())));
        lifecycle.onComplete(new CompletionContext<>(Status.SUCCESS, request(Map.of()), new EmptyResponse()));

        assertThat(tracker.inFlight()).isZero();
    }

    @Test
    void aWatchGetsToKnowWhoWasPicked() {
        AtomicReference<PickedInstance> watch = new AtomicReference<>();
        PickedInstance picked = picked();

        begin(picked, Map.of(CancelWatch.ATTRIBUTE, watch));

        assertThat(watch.get()).isSameAs(picked);
        picked.ignored();
        assertThat(tracker.inFlight()).isZero();
        assertThat(tracker.of("a").successes()).isZero();
    }

    @Test
    void aRequestThatNobodyEndsIsForgottenWithItsInstance() {
        begin(picked(), Map.of());
        assertThat(tracker.inFlight()).isEqualTo(1);

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (tracker.inFlight() > 0 && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }

        assertThat(tracker.inFlight()).isZero();
    }

    private PickedInstance picked() {
        return new PickedInstance(new FleetInstance("shop", WORKER, Map.of()), tracker);
    }

    private void begin(PickedInstance picked, Map<String, Object> attributes) {
        lifecycle.onStartRequest(request(attributes), new DefaultResponse(picked));
    }

    /** With another response object than at the start, as the blocking clients do. */
    private void end(PickedInstance picked, Status status, ResponseData response) {
        Response<ServiceInstance> again = new DefaultResponse(picked);
        lifecycle.onComplete(new CompletionContext<>(status, request(Map.of()), again, response));
    }

    private static Request<Object> request(Map<String, Object> attributes) {
        return new DefaultRequest<>(new RequestDataContext(data(attributes)));
    }

    private static RequestData data(Map<String, Object> attributes) {
        return new RequestData(
                HttpMethod.GET, URI.create("http://shop/"), new HttpHeaders(), new LinkedMultiValueMap<>(), attributes);
    }

    private static ResponseData response(int status) {
        return new ResponseData(
                HttpStatusCode.valueOf(status), new HttpHeaders(), new LinkedMultiValueMap<>(), data(Map.of()));
    }
}
