package dev.equipoise.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.forward.Outcome;
import dev.equipoise.gateway.forward.Outcomes;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Workers whose answers are no HTTP, and what is told of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramingFaultsIT {

    private final WorkerForTests one = new WorkerForTests("one");
    private final WorkerForTests two = new WorkerForTests("two");
    private GatewayForTests gateway;
    private Seen seen;

    /** Not to be found by a scan: a source of its own. */
    @Import(GatewayApplication.class)
    static class WithOutcomes {
        @Bean
        Seen seen() {
            return new Seen();
        }
    }

    static final class Seen implements Outcomes {

        private final List<String> outcomes = new CopyOnWriteArrayList<>();

        @Override
        public void saw(Worker worker, Outcome outcome) {
            outcomes.add(worker.id() + " " + outcome);
        }
    }

    @BeforeAll
    void start() {
        gateway = new GatewayForTests(
                WithOutcomes.class,
                "--equipoise.gateway.express.enabled=" + isExpress(),
                "--equipoise.guards.outlier-ejection.enabled=false",
                "--equipoise.gateway.static-workers=" + one.hostAndPort() + "," + two.hostAndPort());
        seen = gateway.bean(Seen.class);
    }

    /** For the same over the other lane. */
    boolean isExpress() {
        return true;
    }

    @BeforeEach
    void beginAnew() {
        one.answerRaw("");
        two.answerRaw("");
        one.answerWith(200);
        two.answerWith(200);
        one.requests().clear();
        two.requests().clear();
        seen.outcomes.clear();
        RoutingIT.await(
                "both workers to accept",
                () -> gateway.bean(ServiceBalancers.class).of("default").workers() == 2);
        // Another policy in between, so that the first worker is next.
        ServiceBalancers balancers = gateway.bean(ServiceBalancers.class);
        balancers.switchPolicy("default", "random");
        balancers.switchPolicy("default", "round-robin");
    }

    @AfterAll
    void stop() {
        gateway.close();
        one.close();
        two.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nab",
                "HTTP/x 200 OK\r\nContent-Length: 2\r\n\r\nab"
            })
    void aHeadThatIsNoneIsAFaultOfTheFramingAndMayBeAskedForElsewhere(String answer) throws Exception {
        one.answerRaw(answer);
        assertThat(gateway.get("/").body()).isEqualTo("two: ");
        assertSeen(one.hostAndPort() + " FRAMING", two.hostAndPort() + " SUCCEEDED");
        assertThat(one.requests()).hasSize(1);
    }

    @Test
    void aRequestThatMayHaveBeenActedUponIsNotSentAgain() throws Exception {
        one.answerRaw("HTTP/1.1 abc OK\r\n\r\n");
        HttpResponse<String> answer = gateway.send("POST", "/", "body");
        RoutingIT.assertProblem(answer, 502, "worker-failed");
        assertThat(answer.body()).contains("framing");
        assertThat(two.requests()).isEmpty();
        assertSeen(one.hostAndPort() + " FRAMING");
    }

    @Test
    void aChunkThatIsNoneBreaksTheAnswerOffAndIsAFaultOfTheFraming() {
        one.answerRaw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\nworld\r\n0\r\n\r\n");
        int whole = 0;
        try {
            whole = gateway.get("/").statusCode();
        } catch (IOException broken) {
            // As it should be: the client must not take it for the whole.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(whole).isIn(0, 502);
        assertSeen(one.hostAndPort() + " FRAMING");
    }

    @Test
    void aHeadThatIsTooLongOrABodyThatEndsEarlyIsNone() throws Exception {
        one.answerRaw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\n");
        assertThat(gateway.send("POST", "/", "body").statusCode()).isEqualTo(500);
        assertThat(seen.outcomes).noneMatch(outcome -> outcome.endsWith("FRAMING"));
        seen.outcomes.clear();

        two.answerRaw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        one.answerRaw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        try {
            gateway.get("/");
        } catch (IOException broken) {
            // Broken off, as it should be.
        }
        RoutingIT.await("the failure", () -> !seen.outcomes.isEmpty());
        assertThat(seen.outcomes).allMatch(outcome -> outcome.endsWith("FAILED"));
    }

    @Test
    void refusalsFailuresAndSuccessesAreToldAsWhatTheyAre() throws Exception {
        one.answerWith(500);
        two.answerWith(404);
        assertThat(gateway.get("/").statusCode()).isEqualTo(404);
        assertSeen(one.hostAndPort() + " FAILED", two.hostAndPort() + " SUCCEEDED");
        seen.outcomes.clear();

        one.refuse();
        try {
            // A listener that another thread waits on may take one more connection while it is being closed.
            RoutingIT.await("nobody to listen", () -> !listens(one));
            assertThat(gateway.get("/").statusCode()).isEqualTo(404);
            assertSeen(one.hostAndPort() + " REFUSED", two.hostAndPort() + " SUCCEEDED");
        } finally {
            one.acceptAgain();
        }
    }

    /** An outcome is told when the client may have its answer already. */
    private void assertSeen(String... outcomes) {
        RoutingIT.await("the outcomes", () -> seen.outcomes.size() >= outcomes.length);
        assertThat(seen.outcomes).containsExactly(outcomes);
    }

    private static boolean listens(WorkerForTests worker) {
        URI uri = URI.create("http://" + worker.hostAndPort());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
