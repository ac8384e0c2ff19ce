package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.behaviour.FaultProxy.Fault;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks and workers that break, by a seed: what clients see of it. */
@ParameterizedClass
@MethodSource("dev.equipoise.gateway.behaviour.Lane#tried")
class FaultsIT {

    private static final long SEED = Long.getLong("lanes.seed", 20_261_121);
    private static final int REQUESTS = 200;

    @Parameter
    Lane lane;

    /** Opened and closed between tests, by the one thread that runs them. */
    private static ScriptedWorker steady;

    private static ScriptedWorker shaky;
    private static FaultProxy toShaky;
    private static FaultProxy toSteady;
    private static GatewayForTests gateway;

    @BeforeParameterizedClassInvocation
    static void open(Lane lane) {
        steady = new ScriptedWorker("worker");
        shaky = new ScriptedWorker("worker");
        toShaky = new FaultProxy(shaky.port(), SEED, (number, random) -> Fault.NONE);
        toSteady = new FaultProxy(steady.port(), SEED + 1, (number, random) -> Fault.NONE);
        gateway = Rig.gateway(lane, List.of(toShaky.port(), toSteady.port()), lane.shortLimits());
    }

    @AfterParameterizedClassInvocation
    static void close() throws IOException {
        gateway.close();
        toShaky.close();
        toSteady.close();
        shaky.close();
        steady.close();
    }

    @BeforeEach
    void begin() throws Exception {
        for (FaultProxy proxy : List.of(toShaky, toSteady)) {
            proxy.forget();
        }
        for (ScriptedWorker worker : List.of(shaky, steady)) {
            Rig.await("the worker to be rid of its connections", () -> worker.open() == 0);
            worker.forget();
            worker.script(ScriptedWorker.KEEPING);
        }
    }

    private int port() {
        return gateway.uri("/").getPort();
    }

    @Test
    void piecesAndPausesChangeNothing() throws Exception {
        FaultProxy.Plan mixed = (number, random) -> random.nextBoolean() ? Fault.SLICING : Fault.LATENCY;
        toShaky.plan(mixed);
        toSteady.plan(mixed);
        try (FaultProxy toGateway = new FaultProxy(port(), SEED + 2, mixed)) {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int connection = 0; connection < 6; connection++) {
                try (RawClient client = new RawClient(toGateway.port())) {
                    for (int i = 0; i < 10; i++) {
                        String body = "x".repeat(random.nextInt(3_000)) + i;
                        boolean chunked = random.nextBoolean();
                        client.request(
                                        "POST",
                                        "/" + i,
                                        chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length())
                                .send(
                                        chunked
                                                ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n"
                                                : body);
                        assertThat(client.answer().text()).isEqualTo("worker: POST /" + i + " " + body);
                    }
                }
            }
        }
    }

    /** A PUT of a body that the gateway has had whole may be sent again. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT"})
    void aWorkerWhoseConnectionsAreResetCostsNothingThatMayBeRepeated(String method) throws Exception {
        toShaky.plan((number, random) -> random.nextInt(2) == 0 ? Fault.RESET_AT_REQUEST : Fault.NONE);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            String target = "/" + i;
            outcomes.merge(outcome(method, target), 1, Integer::sum);
            if (i % 10 == 9) {
                toShaky.resetAll();
            }
        }
        System.out.println(lane + ": " + method + "s beside resets: " + outcomes + "; " + toShaky);
        assertThat(outcomes).containsOnlyKeys("200 whole");
        assertThat(toShaky.count(Fault.RESET_AT_REQUEST)).as("resets").isPositive();
    }

    @Test
    void aPostThatWasSentIsNeverSentAgain() throws Exception {
        toShaky.plan((number, random) -> switch (random.nextInt(4)) {
            case 0 -> Fault.RESET_AT_REQUEST;
            case 1 -> Fault.RESET_IN_ANSWER;
            default -> Fault.NONE;
        });
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            outcomes.merge(outcome("POST", "/" + i), 1, Integer::sum);
            if (i % 10 == 9) {
                toShaky.resetAll();
            }
        }
        List<String> seen = new ArrayList<>(shaky.targets());
        seen.addAll(steady.targets());
        Set<String> different = Set.copyOf(seen);
        System.out.println(lane + ": POSTs beside resets: " + outcomes + ", seen by workers " + seen.size() + ", twice "
                + (seen.size() - different.size()) + "; " + toShaky);
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(outcomes.getOrDefault("200 whole", 0)).isPositive();
        assertThat(toShaky.count(Fault.RESET_IN_ANSWER)).as("resets").isPositive();
        assertThat(outcomes.keySet()).allMatch(outcome -> outcome.matches("200 whole|50[234] whole|broken off"));
    }

    @Test
    void anAnswerThatIsCutIsNeverTakenForWhole() throws Exception {
        String body = "y".repeat(20_000);
        ScriptedWorker.Script big = request -> {
            request.body();
            request.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        };
        shaky.script(big);
        steady.script(big);
        toShaky.plan((number, random) -> Fault.RESET_IN_ANSWER);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            outcomes.merge(outcome("GET", "/" + i), 1, Integer::sum);
        }
        System.out.println(lane + ": answers cut: " + outcomes + "; " + toShaky);
        assertThat(outcomes.keySet()).allMatch(outcome -> outcome.matches("200 whole|50[234] whole|broken off"));
        assertThat(outcomes).containsKey("broken off");
    }

    @Test
    void aWorkerThatNeverAnswersCostsNoGet() throws Exception {
        toShaky.plan((number, random) -> Fault.NEVER_ANSWER);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            outcomes.merge(outcome("GET", "/" + i), 1, Integer::sum);
        }
        System.out.println(lane + ": GETs beside a worker that hangs: " + outcomes + "; " + toShaky);
        assertThat(outcomes).containsOnlyKeys("200 whole");
    }

    @Test
    void aWorkerThatNeverAnswersFailsAPostInTime() throws Exception {
        toShaky.plan((number, random) -> Fault.NEVER_ANSWER);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            outcomes.merge(outcome("POST", "/" + i), 1, Integer::sum);
        }
        System.out.println(lane + ": POSTs beside a worker that hangs: " + outcomes + "; " + toShaky);
        assertThat(outcomes.keySet()).isSubsetOf("200 whole", "504 whole").contains("200 whole", "504 whole");
    }

    @Test
    void aConnectionThatDiedSilentlyIsUsedOnceMoreAtMost() throws Exception {
        toShaky.plan((number, random) -> Fault.HALF_OPEN);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            outcomes.merge(outcome("POST", "/" + i), 1, Integer::sum);
        }
        System.out.println(lane + ": POSTs over connections that die silently: " + outcomes + "; " + toShaky);
        assertThat(outcomes.keySet()).isSubsetOf("200 whole", "504 whole");
        // Each connection answers once: whoever reused one twice would have opened fewer.
        assertThat(outcomes.getOrDefault("504 whole", 0)).isLessThanOrEqualTo((int) toShaky.count(Fault.HALF_OPEN));
        assertThat(shaky.targets()).doesNotHaveDuplicates();
    }

    /** What became of a request: its status and whether all of it came, or that it was broken off. */
    private String outcome(String method, String target) throws IOException {
        try (RawClient client = new RawClient(port())) {
            String body = method.equals("PUT") ? "some" : "";
            client.request(method, target, "Content-Length: " + body.length()).send(body);
            RawClient.Answer answer = client.answer();
            boolean own = answer.status() != 200
                    || answer.text().equals("worker: " + method + " " + target + " " + body)
                    || answer.text().matches("y{20000}");
            return answer.status() + (own ? " whole" : " of another: " + answer.text());
        } catch (SocketTimeoutException e) {
            return "hung";
        } catch (IOException broken) {
            return "broken off";
        }
    }
}
