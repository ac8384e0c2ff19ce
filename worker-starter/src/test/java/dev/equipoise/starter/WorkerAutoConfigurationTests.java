package dev.equipoise.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.starter.load.LoadSource;
import dev.equipoise.starter.load.ProcessLoad;
import dev.equipoise.starter.load.TrafficFilter;
import dev.equipoise.starter.load.TrafficWebFilter;
import dev.equipoise.starter.registration.FakeRegistry;
import dev.equipoise.starter.registration.MembershipState;
import dev.equipoise.starter.registration.RegistryClient;
import dev.equipoise.starter.registration.WorkerMembership;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

class WorkerAutoConfigurationTests {

    @TempDir
    private Path keys;

    private String key;

    private final WebApplicationContextRunner app =
            new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(WorkerAutoConfiguration.class));

    @BeforeEach
    void enrol() throws Exception {
        key = Files.writeString(keys.resolve("demo.hmac"), FakeRegistry.KEY_FILE)
                .toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other=1",
                "equipoise.worker.registry-url=",
                "equipoise.worker.registry-url= ",
                "equipoise.worker.enabled=false"
            })
    void isNoWorkerUnlessItNamesARegistry(String property) {
        app.withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerMembership.class));
    }

    @Test
    void isNoWorkerIfSwitchedOff() {
        worker().withPropertyValues("equipoise.worker.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(WorkerMembership.class));
    }

    @Test
    void isNoWorkerWithoutAWebServer() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(WorkerAutoConfiguration.class))
                .withPropertyValues("equipoise.worker.registry-url=http://127.0.0.1:1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerMembership.class));
    }

    @Test
    void isAWorkerByThreeProperties() {
        worker().run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(WorkerMembership.class);
            assertThat(context).getBean(LoadSource.class).isInstanceOf(ProcessLoad.class);
            assertThat(context.getBean(RegistryClient.class).keyId()).isEqualTo("demo");
            assertThat(context.getBean(FilterRegistrationBean.class).getFilter())
                    .isInstanceOf(TrafficFilter.class);
        });
    }

    @Test
    void takesSeveralRegistries() {
        worker().withPropertyValues("equipoise.worker.registry-url=http://a:1, http://b:2/register-worker")
                .run(context -> assertThat(context.getBean(RegistryClient.class).endpoints())
                        .hasToString("[http://a:1/register-worker, http://b:2/register-worker]"));
    }

    @Test
    void countsTrafficOfAReactiveApplication() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(WorkerAutoConfiguration.class))
                .withPropertyValues("equipoise.worker.registry-url=http://127.0.0.1:1", "equipoise.worker.key=" + key)
                .run(context -> assertThat(context)
                        .hasSingleBean(TrafficWebFilter.class)
                        .doesNotHaveBean(FilterRegistrationBean.class));
    }

    @Test
    void leavesTheLoadToTheApplicationIfItKnowsBetter() {
        worker().withBean("own", LoadSource.class, () -> () -> LoadReport.NONE)
                .run(context ->
                        assertThat(context).hasSingleBean(LoadSource.class).hasBean("own"));
    }

    @Test
    void showsItsMembershipWithoutEverBeingDown() {
        worker().run(context -> {
            Health health = context.getBean("equipoiseHealthIndicator", HealthIndicator.class)
                    .health();

            assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health.getDetails()).containsEntry("registered", false).containsEntry("state", "new");
        });
    }

    @Test
    void doesWithoutTheHealthModule() {
        worker().withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("equipoiseHealthIndicator"));
    }

    @Test
    void drainsBeforeTheServerStopsAndLeavesAfter() {
        assertThat(WorkerAutoConfiguration.DRAIN_PHASE)
                .isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
        assertThat(WorkerAutoConfiguration.LEAVE_PHASE)
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
        worker().run(context -> {
            WorkerMembership membership = context.getBean(WorkerMembership.class);
            context.getSourceApplicationContext().close();
            assertThat(membership.state()).isEqualTo(MembershipState.LEFT);
        });
    }

    @Test
    void staysAMemberThroughAPause() {
        worker().run(context -> assertThat(
                        context.getBeansOfType(ShutdownStep.class).values())
                .hasSize(2)
                .noneMatch(ShutdownStep::isPauseable)
                .allMatch(ShutdownStep::isRunning));
    }

    @Test
    void readsAnEd25519KeyUnderAnotherId() throws Exception {
        byte[] der = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path pem = Files.writeString(
                keys.resolve("file.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                        + "\n-----END PRIVATE KEY-----\n");

        worker().withPropertyValues("equipoise.worker.key=" + pem, "equipoise.worker.key-id=fleet-7")
                .run(context -> assertThat(context.getBean(RegistryClient.class).keyId())
                        .isEqualTo("fleet-7"));
    }

    private WebApplicationContextRunner worker() {
        return app.withPropertyValues(
                "equipoise.worker.registry-url=http://127.0.0.1:1", "equipoise.worker.key=" + key);
    }
}
