package dev.equipoise.gateway.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sticky sessions over both lanes, with a policy that would alternate. */
class StickyIT {

    private final WorkerForTests one = new WorkerForTests("one");
    private final WorkerForTests two = new WorkerForTests("two");
    private GatewayForTests gateway;

    @AfterEach
    void stop() {
        gateway.close();
        one.close();
        two.close();
    }

    private void start(boolean express) {
        gateway = GatewayForTests.over(
                List.of(one, two),
                "--equipoise.gateway.express.enabled=" + express,
                "--equipoise.services.default.sticky=cookie:EQ");
    }

    private static String cookie(HttpResponse<String> answer) {
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientStaysWithItsWorkerUntilThatIsGone(boolean express) throws Exception {
        start(express);
        HttpResponse<String> first = gateway.get("/");
        String session = cookie(first);
        assertThat(session).doesNotContain(one.hostAndPort()).doesNotContain(two.hostAndPort());
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> next = gateway.get("/", "Cookie", session);
            assertThat(next.body()).isEqualTo(first.body());
            assertThat(next.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(gateway.get("/").statusCode()).as("a client of its own").isEqualTo(200);
        }
        boolean wasOne = first.body().startsWith("one");
        (wasOne ? one : two).refuse();
        HttpResponse<String> moved = gateway.get("/", "Cookie", session);
        assertThat(moved.body()).isEqualTo(wasOne ? "two: " : "one: ");
        String other = cookie(moved);
        (wasOne ? one : two).acceptAgain();
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.get("/", "Cookie", other).body()).isEqualTo(moved.body());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureBeginsNoSessionAndAForgeryIsNone(boolean express) throws Exception {
        start(express);
        assertThat(gateway.get("/", "Cookie", "EQ=" + "A".repeat(80)).headers().firstValue("Set-Cookie"))
                .isPresent();
        one.answerWith(500);
        two.answerWith(500);
        assertThat(gateway.get("/").headers().firstValue("Set-Cookie")).isEmpty();
    }
}
