package dev.equipoise.starter.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.equipoise.starter.WorkerAutoConfiguration;
import dev.equipoise.starter.registration.FakeRegistry;
import dev.equipoise.starter.registration.MembershipState;
import dev.equipoise.starter.registration.WorkerMembership;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A worker in Spring Cloud, on real sockets. */
class WorkerServiceRegistryTests {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path keys;

    private FakeRegistry registry;
    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void theActuatorShowsTheStatusAndDrains(WebApplicationType type) throws Exception {
        worker(type);
        await().until(() -> status().equals("UP"));

        assertThat(post("{\"status\":\"up\"}").statusCode()).isEqualTo(200);
        assertThat(post("{\"status\":\"sideways\"}").statusCode()).isEqualTo(400);
        assertThat(status()).isEqualTo("UP");

        registry.script("drain", FakeRegistry.Answer.problem(503, "store-unavailable", "Redis is away."));
        assertThat(post("{\"status\":\"OUT_OF_SERVICE\"}").statusCode()).isEqualTo(503);
        assertThat(post("{\"status\":\"OUT_OF_SERVICE\"}").statusCode()).isEqualTo(200);
        assertThat(status()).isEqualTo("DRAINING");
        assertThat(registry.count("drain")).isEqualTo(2);
        assertThat(post("{\"status\":\"UP\"}").statusCode()).isEqualTo(409);

        application.close();
        registry.await("leave", 1);
        assertThat(registry.refused()).isEmpty();
    }

    @Test
    void theRegistrationIsTheWorker() throws Exception {
        worker(
                WebApplicationType.SERVLET,
                "equipoise.worker.service=shop,cart",
                "equipoise.worker.zone=z1",
                "equipoise.worker.metadata.build=17");
        FakeRegistry.Call claimed = registry.await("register", 1);

        Registration registration = application.getBean(Registration.class);
        assertThat(registration.getServiceId()).isEqualTo("cart");
        assertThat(registration.getInstanceId())
                .isEqualTo(claimed.body().path("id").asString());
        assertThat(registration.getUri())
                .hasToString(claimed.body().path("address").asString());
        assertThat(registration.getPort()).isEqualTo(port());
        assertThat(registration.getHost()).isEqualTo("127.0.0.1");
        assertThat(registration.isSecure()).isFalse();
        assertThat(registration.getMetadata()).containsOnly(Map.entry("zone", "z1"), Map.entry("build", "17"));
        assertThat(application.getBeansOfType(AutoServiceRegistration.class)).hasSize(1);
    }

    @Test
    void withoutAutoRegistrationItJoinsWhenItIsTold() throws Exception {
        worker(WebApplicationType.SERVLET, "spring.cloud.service-registry.auto-registration.enabled=false");
        WorkerServiceRegistry service = application.getBean(WorkerServiceRegistry.class);
        WorkerRegistration registration = application.getBean(WorkerRegistration.class);
        assertThat(application.getBean(WorkerMembership.class).state()).isEqualTo(MembershipState.NEW);
        assertThat(application.getBeansOfType(AutoServiceRegistration.class)).isEmpty();

        service.register(registration);
        registry.await("heartbeat", 2);
        service.register(registration);
        assertThat(service.<String>getStatus(registration)).isEqualTo("UP");

        service.deregister(registration);
        registry.await("leave", 1);
        service.deregister(registration);
        assertThat(service.<String>getStatus(registration)).isEqualTo("LEFT");
        assertThatIllegalStateException().isThrownBy(() -> service.register(registration));
        assertThat(registry.count("register")).isEqualTo(1);
        assertThat(registry.count("leave")).isEqualTo(1);
    }

    @Test
    void aWorkerDoesWithoutSpringCloud() throws Exception {
        runner().withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(WorkerMembership.class)
                        .doesNotHaveBean("equipoiseServiceRegistry"));
    }

    @Test
    void whoIsNoWorkerHasNoRegistration() throws Exception {
        runner().withPropertyValues("equipoise.worker.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ServiceRegistry.class)
                        .doesNotHaveBean(Registration.class));
    }

    private WebApplicationContextRunner runner() throws Exception {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        WorkerAutoConfiguration.class, WorkerServiceRegistryAutoConfiguration.class))
                .withPropertyValues("equipoise.worker.registry-url=" + registry.url(), "equipoise.worker.key=" + key());
    }

    private void worker(WebApplicationType type, String... properties) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.application.name=shop",
                "management.endpoints.web.exposure.include=serviceregistry",
                "equipoise.worker.drain-quiet=1ms",
                "equipoise.worker.registry-url=" + registry.url(),
                "equipoise.worker.key=" + key()));
        all.addAll(List.of(properties));
        application = new SpringApplicationBuilder(Application.class)
                .web(type)
                .properties(all.toArray(String[]::new))
                .run();
    }

    private Path key() throws Exception {
        return Files.writeString(keys.resolve("demo.hmac"), FakeRegistry.KEY_FILE);
    }

    private int port() {
        return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + port() + "/actuator/serviceregistry");
    }

    private String status() throws Exception {
        return http.send(HttpRequest.newBuilder(endpoint()).build(), BodyHandlers.ofString())
                .body()
                .replace("\"", "");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(endpoint())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
