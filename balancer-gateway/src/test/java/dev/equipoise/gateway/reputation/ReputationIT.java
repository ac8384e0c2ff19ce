package dev.equipoise.gateway.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.routing.RoutingIT;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What standings do to a whole gateway. */
class ReputationIT {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final List<WorkerForTests> workers =
            List.of(new WorkerForTests("one"), new WorkerForTests("two"), new WorkerForTests("three"));

    @TempDir
    private Path directory;

    private GatewayForTests gateway;
    private StandingsForTests store;

    /** Not to be found by a scan: a source of its own. */
    @Import(GatewayApplication.class)
    static class WithStandings {
        @Bean
        StandingsForTests standings() {
            return new StandingsForTests();
        }
    }

    private void start(String... arguments) throws Exception {
        String token = "--equipoise.gateway.operator-token-file="
                + Files.writeString(directory.resolve("token"), TOKEN + "\n");
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = token;
        all[arguments.length + 1] =
                "--equipoise.gateway.static-workers=" + workers.get(0).hostAndPort();
        gateway = new GatewayForTests(WithStandings.class, all);
        store = gateway.bean(StandingsForTests.class);
        gateway.bean(ServiceBalancers.class)
                .accept(Fleet.of(2, List.of(worker("w-1", 0), worker("w-2", 1), worker("w-3", 2))));
    }

    @AfterEach
    void stop() {
        gateway.close();
        workers.forEach(WorkerForTests::close);
    }

    @Test
    void aBannedWorkerGetsNothingUntilItIsPardonedEvenWhileTheStoreIsAway() throws Exception {
        start();
        assertThat(answering(12)).containsExactly("w-1", "w-2", "w-3");

        store.publish(standing("w-2", TrustState.BANNED, "the operator said so"));
        RoutingIT.await("the ban", () -> balancer().seen() == 2);
        assertThat(answering(12)).containsExactly("w-1", "w-3");
        assertThat(gateway.bean(MeterRegistry.class)
                        .get("equipoise.reputation.workers")
                        .tag("state", "banned")
                        .gauge()
                        .value())
                .isEqualTo(1);

        store.away(true);
        RoutingIT.await(
                "the outage", () -> gateway.bean(FollowedStandings.class).awaySince() != null);
        assertThat(answering(12)).containsExactly("w-1", "w-3");
        store.away(false);
        store.publish(standing("w-2", TrustState.ACTIVE, ""));
        RoutingIT.await("the pardon", () -> balancer().seen() == 3);
        assertThat(answering(12)).containsExactly("w-1", "w-2", "w-3");
    }

    @Test
    void theOperatorSeesStandingsAndWhoIsOutAndWhy() throws Exception {
        start();
        store.publish(standing("w-2", TrustState.QUARANTINED, "answers broke the framing"));
        RoutingIT.await("the quarantine", () -> balancer().seen() == 2);

        JsonNode overview = operator("");
        assertThat(overview.path("reputation").path("mode").asString()).isEqualTo("ON");
        assertThat(overview.path("reputation")
                        .path("workers")
                        .path("QUARANTINED")
                        .asInt())
                .isEqualTo(1);
        JsonNode service = overview.path("services").path("default");
        assertThat(service.path("standings").findValuesAsString("worker")).containsExactly("w-2");
        assertThat(service.path("guards").findValuesAsString("guard")).startsWith("standing");
        JsonNode explained = operator("/default");
        assertThat(explained.path("explanation").path("interventions").findValuesAsString("reason"))
                .containsExactly("quarantined: answers broke the framing");
    }

    @Test
    void whoIsInQuarantineIsTriedOutByRequestsThatChangeNothing() throws Exception {
        start();
        store.publish(standing("w-2", TrustState.QUARANTINED, ""));
        RoutingIT.await("the quarantine", () -> balancer().seen() == 2);
        RoutingIT.await("a canary", () -> {
            try {
                return gateway.send("POST", "/", "body").statusCode() == 200
                        && gateway.get("/")
                                .headers()
                                .firstValue("Equipoise-Worker")
                                .equals(java.util.Optional.of("w-2"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(workers.get(1).requests()).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void observedStandingsAreShownAndChangeNothing() throws Exception {
        start("--equipoise.reputation.mode=observe");
        store.publish(standing("w-2", TrustState.BANNED, "why"));
        RoutingIT.await(
                "the standing",
                () -> !gateway.bean(FollowedStandings.class).get().isEmpty());
        assertThat(answering(12)).containsExactly("w-1", "w-2", "w-3");
        JsonNode overview = operator("");
        assertThat(overview.path("reputation").path("mode").asString()).isEqualTo("OBSERVE");
        assertThat(overview.path("services").path("default").path("standings").findValuesAsString("worker"))
                .containsExactly("w-2");
    }

    @Test
    void whereReputationIsOffNobodyAsks() throws Exception {
        start("--equipoise.reputation.mode=off");
        store.publish(standing("w-2", TrustState.BANNED, "why"));
        assertThat(answering(12)).containsExactly("w-1", "w-2", "w-3");
        assertThat(gateway.bean(FollowedStandings.class).get()).isEmpty();
    }

    private ServiceBalancer balancer() {
        return gateway.bean(ServiceBalancers.class).of("default");
    }

    private Set<String> answering(int requests) throws Exception {
        Set<String> answering = new TreeSet<>();
        for (int i = 0; i < requests; i++) {
            answering.add(gateway.send("POST", "/", "x")
                    .headers()
                    .firstValue("Equipoise-Worker")
                    .orElseThrow());
        }
        return answering;
    }

    private JsonNode operator(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.managementUri("/actuator/balancing" + path))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        return JsonMapper.builder().build().readTree(gateway.send(request).body());
    }

    private Worker worker(String id, int index) {
        return Worker.of(id, URI.create("http://" + workers.get(index).hostAndPort()))
                .withSequence(index);
    }

    private static Standing standing(String worker, TrustState state, String why) {
        return new Standing(worker, state, 1, -40, 1, why);
    }
}
