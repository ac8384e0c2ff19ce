package dev.equipoise.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whole applications on real sockets, from ready to gone. */
class WorkerApplicationTests {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path keys;

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void joinsServesAndGoesInOrder(WebApplicationType type) throws Exception {
        try (FakeRegistry registry = new FakeRegistry()) {
            Slow slow = new Slow();
            ConfigurableApplicationContext app = start(type, registry.url(), slow);
            String origin = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");

            FakeRegistry.Call registration = registry.await("register", 1);
            assertThat(registration.body().path("address").asString()).isEqualTo(origin);
            assertThat(registration.body().path("id").asString())
                    .isEqualTo("shop-127-0-0-1-" + URI.create(origin).getPort());
            registry.await("heartbeat", 2);

            CompletableFuture<String> inFlight = get(origin + "/slow");
            assertThat(slow.arrived.await(20, TimeUnit.SECONDS)).isTrue();
            await().until(() -> latestInFlight(registry) == 1);

            CompletableFuture<Void> closed = closing(app);
            registry.await("drain", 1);
            long beats = registry.count("heartbeat");
            do {
                // As gateways do that have not heard yet: each of these keeps it from falling quiet.
                assertThat(get(origin + "/quick").get(20, TimeUnit.SECONDS)).isEqualTo("quick");
            } while (registry.count("heartbeat") < beats + 2);
            registry.note("served");
            slow.answer.complete("slow");

            assertThat(inFlight.get(20, TimeUnit.SECONDS)).isEqualTo("slow");
            closed.get(20, TimeUnit.SECONDS);
            registry.await("leave", 1);
            assertThat(registry.names().stream().filter(name -> !name.equals("heartbeat")))
                    .containsExactly("register", "drain", "served", "leave");
            assertThat(registry.refused()).isEmpty();
        }
    }

    @Test
    void startsServesAndEndsWithoutARegistry() throws Exception {
        URI away = URI.create("http://127.0.0.1:" + FakeRegistry.freePort());
        ConfigurableApplicationContext app = start(WebApplicationType.SERVLET, away, new Slow());
        String origin = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");

        assertThat(get(origin + "/quick").get(20, TimeUnit.SECONDS)).isEqualTo("quick");
        WorkerMembership membership = app.getBean(WorkerMembership.class);
        assertThat(membership.state()).isEqualTo(MembershipState.REGISTERING);
        app.close();

        assertThat(membership.state()).isEqualTo(MembershipState.LEFT);
    }

    @Test
    void doesNotWaitForQuietIfNobodyKnowsThatItGoes() throws Exception {
        FakeRegistry registry = new FakeRegistry();
        ConfigurableApplicationContext app =
                start(WebApplicationType.SERVLET, registry.url(), new Slow(), "equipoise.worker.drain-quiet=1m");
        registry.await("heartbeat", 1);
        registry.close();
        CompletableFuture<Void> closed = closing(app);

        // The quiet period alone would take longer.
        closed.get(20, TimeUnit.SECONDS);
        assertThat(registry.names()).doesNotContain("drain");
    }

    private ConfigurableApplicationContext start(WebApplicationType type, URI registry, Slow slow, String... more)
            throws Exception {
        Path key = Files.writeString(keys.resolve("demo.hmac"), FakeRegistry.KEY_FILE);
        return new SpringApplicationBuilder(Application.class)
                .web(type)
                .initializers(context -> context.getBeanFactory().registerSingleton("slow", slow))
                .properties(more)
                .properties(
                        "server.port=0",
                        "spring.application.name=shop",
                        "spring.main.banner-mode=off",
                        "spring.main.register-shutdown-hook=false",
                        "logging.level.root=warn",
                        "equipoise.worker.drain-limit=1m",
                        "equipoise.worker.registry-url=" + registry,
                        "equipoise.worker.key=" + key)
                .run();
    }

    /** On a thread of its own: the common pool may have one only, and the client of these tests needs it. */
    private static CompletableFuture<Void> closing(ConfigurableApplicationContext app) {
        return CompletableFuture.runAsync(app::close, task -> new Thread(task, "closing").start());
    }

    private CompletableFuture<String> get(String url) {
        return http.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    private static int latestInFlight(FakeRegistry registry) {
        List<FakeRegistry.Call> beats = registry.calls().stream()
                .filter(call -> call.name().equals("heartbeat"))
                .toList();
        return beats.get(beats.size() - 1).body().path("inFlight").asInt();
    }

    /** The request that is in flight when the end comes. */
    static final class Slow {
        final CountDownLatch arrived = new CountDownLatch(1);
        final CompletableFuture<String> answer = new CompletableFuture<>();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Handlers handlers(Slow slow) {
            return new Handlers(slow);
        }
    }

    @RestController
    static final class Handlers {

        private final Slow slow;

        Handlers(Slow slow) {
            this.slow = slow;
        }

        @GetMapping("/quick")
        String quick() {
            return "quick";
        }

        @GetMapping("/slow")
        CompletableFuture<String> slow() {
            slow.arrived.countDown();
            return slow.answer;
        }
    }
}
