package dev.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.client.balancing.CancelWatchPostProcessor;
import dev.equipoise.client.balancing.FleetBalancers;
import dev.equipoise.client.discovery.FleetDiscoveryClient;
import dev.equipoise.client.discovery.ReactiveFleetDiscoveryClient;
import dev.equipoise.client.fleet.FleetRefresh;
import dev.equipoise.client.fleet.FleetSnapshot;
import dev.equipoise.client.fleet.FleetSource;
import dev.equipoise.client.fleet.FleetView;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.reactive.function.client.WebClient;

class FleetClientAutoConfigurationTests {

    private final ApplicationContextRunner app = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FleetClientAutoConfiguration.class, CompositeDiscoveryClientAutoConfiguration.class));

    private RegistryOfWorkers registry;

    static class Heard {
        final List<Object> values = new ArrayList<>();

        @EventListener
        void heard(HeartbeatEvent event) {
            values.add(event.getValue());
        }
    }

    @BeforeEach
    void start() throws IOException {
        registry = new RegistryOfWorkers();
        registry.workers(
                RegistryOfWorkers.entry("a", URI.create("http://10.0.0.1:8080"), "shop", "UP", 2),
                RegistryOfWorkers.entry("b", URI.create("http://10.0.0.2:8080"), "shop", "UP", 1),
                RegistryOfWorkers.entry("c", URI.create("http://10.0.0.3:8080"), "cart", "UP", 3));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other=1",
                "equipoise.client.registry-url=",
                "equipoise.worker.registry-url= ",
                "equipoise.client.enabled=false"
            })
    void isNoClientUnlessItKnowsARegistry(String property) {
        app.withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FleetView.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"equipoise.client.registry-url=", "equipoise.worker.registry-url=http://127.0.0.1:1, "})
    void knowsTheFleetByOneProperty(String property) {
        app.withPropertyValues(property + registry.url()).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(FleetRefresh.class);
            DiscoveryClient discovery = context.getBean(DiscoveryClient.class);
            assertThat(discovery.getServices()).containsExactlyInAnyOrder("cart", "shop");
            assertThat(discovery.getInstances("shop"))
                    .extracting(instance -> instance.getInstanceId())
                    .containsExactly("b", "a");
            assertThat(discovery.getInstances("nobody")).isEmpty();
            ReactiveFleetDiscoveryClient reactive = context.getBean(ReactiveFleetDiscoveryClient.class);
            assertThat(reactive.getServices().collectList().block()).containsExactly("cart", "shop");
            assertThat(reactive.getInstances("cart").collectList().block())
                    .extracting(instance -> instance.getUri())
                    .containsExactly(URI.create("http://10.0.0.3:8080"));
        });
    }

    @Test
    void itsOwnRegistryComesBeforeTheWorkers() {
        app.withPropertyValues(
                        "equipoise.client.registry-url=" + registry.url(),
                        "equipoise.worker.registry-url=http://127.0.0.1:1")
                .run(context -> assertThat(context.getBean(FleetView.class)
                                .current()
                                .fleet()
                                .size())
                        .isEqualTo(3));
    }

    @Test
    void startsWithoutItsRegistry() {
        app.withPropertyValues("equipoise.client.registry-url=http://127.0.0.1:1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(FleetView.class)
                                    .current()
                                    .fleet()
                                    .isEmpty())
                            .isTrue();
                });
    }

    @Test
    void saysThatThereIsNews() {
        client().withBean(Heard.class)
                .run(context -> assertThat(context.getBean(Heard.class).values).containsExactly(1L));
    }

    @Test
    void leavesTheBalancingToOthersIfToldSo() {
        client().withPropertyValues("equipoise.client.load-balancer.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(FleetDiscoveryClient.class)
                        .doesNotHaveBean(FleetBalancers.class)
                        .doesNotHaveBean(CancelWatchPostProcessor.class));
    }

    @Test
    void leavesTheDiscoveryToOthersIfToldSo() {
        client().withPropertyValues("spring.cloud.discovery.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(FleetBalancers.class)
                        .doesNotHaveBean(FleetDiscoveryClient.class)
                        .doesNotHaveBean(ReactiveFleetDiscoveryClient.class));
    }

    @Test
    void doesWithoutWebClient() {
        client().withClassLoader(new FilteredClassLoader(WebClient.class.getPackageName()))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(FleetBalancers.class)
                        .doesNotHaveBean(CancelWatchPostProcessor.class));
    }

    @Test
    void leavesTheSourceToTheApplicationIfItKnowsBetter() {
        client().withBean("own", FleetSource.class, () -> () -> FleetSnapshot.EMPTY)
                .run(context ->
                        assertThat(context).hasSingleBean(FleetSource.class).hasBean("own"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "equipoise.client.policy=fastest",
                "equipoise.client.refresh-interval=5ms",
                "equipoise.client.registry-url=registry:8081"
            })
    void aMistakeShowsAtTheStart(String property) {
        client().withPropertyValues(property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(property.substring(0, property.indexOf('='))));
    }

    @Test
    void aClientWithoutARegistryIsAMistake() {
        app.withPropertyValues("equipoise.client.enabled=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("equipoise.client.registry-url"));
    }

    private ApplicationContextRunner client() {
        return app.withPropertyValues("equipoise.client.registry-url=" + registry.url());
    }
}
