package dev.equipoise.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.equipoise.client.RegistryOfWorkers;
import dev.equipoise.core.membership.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFleetSourceTests {

    private static final URI A = URI.create("http://10.0.0.1:8080");
    private static final URI B = URI.create("https://10.0.0.2:8443");

    private RegistryOfWorkers registry;

    @BeforeEach
    void start() throws IOException {
        registry = new RegistryOfWorkers();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void readsWhoServesInOrderOfRegistration() throws Exception {
        registry.workers(entry("a", A, "UP", 7), entry("b", B, "SUSPECT", 3));

        FleetSnapshot fleet = source().read();

        assertThat(fleet.services()).containsExactly("shop");
        assertThat(fleet.instances("shop"))
                .extracting(FleetInstance::getInstanceId)
                .containsExactly("b", "a");
        FleetInstance first = fleet.instances("shop").get(0);
        assertThat(first.getServiceId()).isEqualTo("shop");
        assertThat(first.getUri()).isEqualTo(B);
        assertThat(first.isSecure()).isTrue();
        assertThat(first.getPort()).isEqualTo(8443);
        assertThat(first.getMetadata()).containsOnly(Map.entry("zone", "z1"), Map.entry("build", "17"));
        Worker worker = first.worker();
        assertThat(worker.serves()).isTrue();
        assertThat(worker.weight()).isEqualTo(2);
        assertThat(worker.capacity().maxConnections()).isEqualTo(8);
        assertThat(worker.epoch()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DRAINING", "LEFT", "EXPIRED", "up", ""})
    void leavesOutWhoDoesNotServe(String status) throws Exception {
        registry.workers(entry("a", A, status, 1), entry("b", B, "UP", 2));

        assertThat(source().read().fleet().workers()).extracting(Worker::id).containsExactly("b");
    }

    @Test
    void anEmptyListIsAnAnswer() throws Exception {
        registry.workers();

        assertThat(source().read().fleet().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"x\",\"address\":\"not a uri\",\"services\":[\"shop\"],\"status\":\"UP\"}",
                "{\"id\":\"x\",\"address\":\"http://10.0.0.9\",\"services\":[\"shop\"],\"status\":\"UP\"}",
                "{\"id\":\"x\",\"services\":[\"shop\"],\"status\":\"UP\"}",
                "{\"address\":\"http://10.0.0.9:1\",\"services\":[\"shop\"],\"status\":\"UP\"}",
                "{\"id\":\"x\",\"address\":\"http://10.0.0.9:1\",\"weight\":0,\"status\":\"UP\"}",
                "{\"id\":\"x\",\"address\":\"http://10.0.0.9:1\",\"capacity\":{\"maxConnections\":-1},\"status\":\"UP\"}",
                "[]",
                "7"
            })
    void oneEntryThatCannotBeDoesNotHideTheOthers(String entry) throws Exception {
        registry.workers(entry, entry("b", B, "UP", 2));

        assertThat(source().read().fleet().workers()).extracting(Worker::id).containsExactly("b");

        registry.workers(entry);
        assertThatIOException().isThrownBy(() -> source().read()).withMessageContaining("none of the 1 workers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "{}", "{\"workers\":{}}", "{\"workers\":[", " "})
    void whatIsNoListIsNoEmptyFleet(String body) {
        registry.answer(200, body);

        assertThatIOException()
                .isThrownBy(() -> source().read())
                .withMessageStartingWith(registry.url() + "/api/v1/workers: its answer is not");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 404, 503})
    void anErrorIsNoEmptyFleet(int status) {
        registry.answer(status, status == 204 ? "" : "{\"workers\":[]}");

        assertThatIOException().isThrownBy(() -> source().read()).withMessageContaining("it answered " + status);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        registry.answer(200, "[" + " ".repeat(33 * 1024 * 1024) + "]");

        assertThatIOException().isThrownBy(() -> source().read()).withMessageContaining("longer than");
    }

    @Test
    void asksTheNextRegistryIfOneIsAway() throws Exception {
        registry.workers(entry("a", A, "UP", 1));
        RegistryFleetSource source = new RegistryFleetSource(List.of(away(), registry.url()));

        assertThat(source.read().fleet().size()).isEqualTo(1);

        registry.answer(503, "{}");
        assertThatIOException().isThrownBy(source::read).withMessageContaining("it answered 503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/register-worker", "/api/v1/workers", "/api/v1/workers/"})
    void takesTheUrlThatAWorkerIsGiven(String path) throws Exception {
        registry.workers(entry("a", A, "UP", 1));

        assertThat(new RegistryFleetSource(List.of(URI.create(registry.url() + path)))
                        .read()
                        .fleet()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoUrlOfARegistry() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RegistryFleetSource(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegistryFleetSource(List.of(URI.create("registry:8081"))))
                .withMessageContaining("registry:8081");
    }

    private RegistryFleetSource source() {
        return new RegistryFleetSource(List.of(registry.url()));
    }

    private static String entry(String id, URI address, String status, long epoch) {
        return RegistryOfWorkers.entry(id, address, "shop", status, epoch);
    }

    /** A port nobody listens on, as far as one can know. */
    private static URI away() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
