package dev.equipoise.gateway.guards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.guard.ConcurrencyLimit;
import dev.equipoise.core.guard.Guards;
import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.GuardsProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConfiguredGuardsTest {

    private final LoadTracker tracker = new PeakEwmaLoadTracker(() -> 0);

    @Test
    void outOfTheBoxOutliersAreTakenOutAndNewcomersStartSlowly() {
        assertThat(names(guards(Map.of()))).containsExactly("outlier-ejection", "slow-start");
    }

    @Test
    void allActInTheirOrder() {
        assertThat(names(guards(Map.of(
                        "equipoise.guards.subsetting.size", "2",
                        "equipoise.guards.zone-preference.zone", "a",
                        "equipoise.guards.concurrency-limit.factor", "1",
                        "equipoise.guards.adaptive-concurrency-limit.enabled", "true"))))
                .containsExactly(
                        "subsetting",
                        "outlier-ejection",
                        "slow-start",
                        "zone-preference",
                        "concurrency-limit",
                        "adaptive-concurrency-limit");
    }

    @Test
    void allCanBeOff() {
        assertThat(names(guards(Map.of(
                        "equipoise.guards.outlier-ejection.enabled", "false",
                        "equipoise.guards.slow-start.window", "0"))))
                .isEmpty();
    }

    @Test
    void aGatewayWithoutANameSeesTheSubsetOfItsHostAndPort() {
        Map<String, String> two = Map.of("equipoise.guards.subsetting.size", "2");
        Map<String, String> named =
                Map.of("equipoise.guards.subsetting.size", "2", "equipoise.guards.subsetting.name", "here");
        Fleet fleet = fleet(20);

        assertThat(guards(two).apply(fleet).workers())
                .hasSize(2)
                .isEqualTo(guards(named).apply(fleet).workers());
    }

    @Test
    void whoFailsInARowIsOutAndWhenAllDoNobodyIs() {
        ServiceGuards guards = guards(Map.of());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new GuardMetrics(meters).show("images", guards);
        Fleet fleet = fleet(4);
        guards.apply(fleet);

        fails(fleet.workers().get(0));
        assertThat(guards.apply(fleet).workers()).hasSize(3);
        assertThat(affected(meters)).isEqualTo(1);
        assertThat(panicking(meters)).isZero();

        fleet.workers().forEach(this::fails);
        assertThat(guards.apply(fleet).workers()).hasSize(4);
        assertThat(affected(meters)).isZero();
        assertThat(panicking(meters)).isEqualTo(1);
    }

    private void fails(Worker worker) {
        IntStream.range(0, 5).forEach(i -> tracker.start(worker).failed());
    }

    private static double affected(SimpleMeterRegistry meters) {
        return meters.get("equipoise.guard.affected")
                .tags("service", "images", "guard", "outlier-ejection")
                .gauge()
                .value();
    }

    private static double panicking(SimpleMeterRegistry meters) {
        return meters.get("equipoise.guard.panicking")
                .tags("service", "images")
                .gauge()
                .value();
    }

    private ServiceGuards guards(Map<String, String> settings) {
        GuardsProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("equipoise.guards", GuardsProperties.class);
        double factor = properties.concurrencyLimit().factor();
        return new ConfiguredGuards(properties, () -> "here", () -> 0, null)
                .of("images", tracker, new ConcurrencyLimit(tracker, new WorkerLimit(factor, 0)));
    }

    private static List<String> names(ServiceGuards guards) {
        return guards.states().stream().map(Guards.State::guard).toList();
    }

    private static Fleet fleet(int size) {
        return Fleet.of(
                1,
                IntStream.range(0, size)
                        .mapToObj(i -> Worker.of("w-" + i, URI.create("http://127.0.0.1:9001")))
                        .toList());
    }
}
