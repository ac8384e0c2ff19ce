package dev.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** An ordinary Spring Cloud application with three kinds of clients, over small servers that a registry lists. */
class LoadBalancedClientsTests {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        @LoadBalanced
        RestClient.Builder restClient() {
            return RestClient.builder();
        }

        @Bean
        @LoadBalanced
        RestTemplate restTemplate() {
            return new RestTemplate();
        }

        @Bean
        @LoadBalanced
        WebClient.Builder webClient() {
            return WebClient.builder();
        }
    }

    private final Map<String, SmallServer> servers = new HashMap<>();
    private RegistryOfWorkers registry;
    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() throws IOException {
        registry = new RegistryOfWorkers();
        for (String name : List.of("one", "two", "three")) {
            servers.put(name, new SmallServer(name));
        }
        list("three", "one", "two");
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        registry.close();
        servers.values().forEach(SmallServer::close);
    }

    @Test
    void restClientsTakeTurnsInOrderOfRegistration() {
        client("--equipoise.client.policy=round-robin");
        RestClient client = application.getBean(RestClient.Builder.class).build();

        assertThat(times(7, () -> client.get().uri("http://shop/x").retrieve().body(String.class)))
                .containsExactly("three", "one", "two", "three", "one", "two", "three");
    }

    @Test
    void restTemplatesTakeTurnsInOrderOfRegistration() {
        client("--equipoise.client.policy=round-robin");
        RestTemplate client = application.getBean(RestTemplate.class);

        assertThat(times(7, () -> client.getForObject("http://shop/x", String.class)))
                .containsExactly("three", "one", "two", "three", "one", "two", "three");
    }

    @Test
    void webClientsTakeTurnsInOrderOfRegistration() {
        client("--equipoise.client.policy=round-robin");

        assertThat(times(7, this::byWebClient)).containsExactly("three", "one", "two", "three", "one", "two", "three");
    }

    @Test
    void aSlowWorkerGetsLess() throws Exception {
        // So slow that a busy machine cannot make the others look the same.
        servers.get("two").serviceMillis(250);
        client();
        RestClient client = application.getBean(RestClient.Builder.class).build();

        int requests = 400;
        concurrently(
                8, requests, () -> client.get().uri("http://shop/x").retrieve().body(String.class));

        assertThat(servers.values().stream().mapToInt(SmallServer::requests).sum())
                .isEqualTo(requests);
        assertThat(servers.get("two").requests()).as("half its fair share").isLessThan(requests / 6);
    }

    @Test
    void aFailingWorkerGetsLessThoughItAnswersFast() throws Exception {
        servers.get("two").status(500);
        servers.get("one").serviceMillis(5);
        servers.get("three").serviceMillis(5);
        client();
        RestClient client = application
                .getBean(RestClient.Builder.class)
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();

        int requests = 400;
        concurrently(
                8, requests, () -> client.get().uri("http://shop/x").retrieve().toBodilessEntity());

        assertThat(servers.get("two").requests()).as("half its fair share").isLessThan(requests / 6);
    }

    @Test
    void goesOnWithTheLastListWhileTheRegistryIsAway() throws Exception {
        client("--equipoise.client.policy=round-robin");
        registry.awaitNextRead();
        int port = registry.url().getPort();
        registry.close();

        assertThat(times(6, this::byWebClient)).containsExactly("three", "one", "two", "three", "one", "two");

        registry = new RegistryOfWorkers(port);
        list("two");
        registry.awaitNextRead();
        assertThat(times(3, this::byWebClient)).containsOnly("two");
    }

    @Test
    void goesOnWithTheLastListWhileTheRegistryIsOutOfOrder() throws Exception {
        client("--equipoise.client.policy=round-robin");
        registry.answer(503, "{}");
        registry.awaitNextRead();
        registry.answer(200, "<html>Welcome</html>");
        registry.awaitNextRead();

        assertThat(times(3, this::byWebClient)).containsExactly("three", "one", "two");
    }

    @Test
    void whoHasLeftIsOutAfterTheNextRead() throws Exception {
        client("--equipoise.client.policy=round-robin");
        list("three", "two");
        registry.awaitNextRead();

        assertThat(times(4, this::byWebClient)).containsOnly("three", "two");

        list("three", "two", "one");
        registry.awaitNextRead();
        assertThat(new HashSet<>(times(3, this::byWebClient))).isEqualTo(Set.of("one", "two", "three"));
    }

    @Test
    void aRetryGoesToAnotherWorker() {
        client("--equipoise.client.policy=random", "--spring.cloud.loadbalancer.retry.enabled=true");
        servers.get("one").close();

        // One retry each. With the dead worker picked again, a ninth of these would fail.
        assertThat(times(60, this::byWebClient)).containsOnly("two", "three");
    }

    @Test
    void aRetryWithNobodyElseGoesToTheSameWorker() {
        list("one");
        client(
                "--spring.cloud.loadbalancer.retry.enabled=true",
                "--spring.cloud.loadbalancer.retry.retryable-status-codes=503");
        servers.get("one").status(503);

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(this::byWebClient);
        assertThat(servers.get("one").requests()).isEqualTo(2);
    }

    @Test
    void aCancelledRequestIsNotInFlightForEver() {
        list("one", "two");
        servers.get("one").serviceMillis(60_000);
        client("--equipoise.client.policy=least-connections");
        WebClient client = application.getBean(WebClient.Builder.class).build();

        while (servers.get("one").requests() == 0) {
            client.get()
                    .uri("http://shop/x")
                    .retrieve()
                    .bodyToMono(String.class)
                    .timeout(Duration.ofMillis(500), Mono.just("too late"))
                    .block();
        }
        servers.get("one").serviceMillis(0);

        // One request still in flight would keep it last: requests come one by one, and ties are broken evenly.
        assertThat(times(40, this::byWebClient)).contains("one");
    }

    @Test
    void requestsWithTheSameHeaderGoToTheSameWorker() {
        client("--equipoise.client.policy=consistent-hash", "--equipoise.client.hash-header=X-User");
        WebClient client = application.getBean(WebClient.Builder.class).build();

        Set<String> used = new HashSet<>();
        for (int user = 0; user < 30; user++) {
            String key = "user-" + user;
            Set<String> answers = new HashSet<>(times(
                    3,
                    () -> client.get()
                            .uri("http://shop/x")
                            .header("X-User", key)
                            .retrieve()
                            .bodyToMono(String.class)
                            .block()));
            assertThat(answers).hasSize(1);
            used.addAll(answers);
        }
        assertThat(used).hasSize(3);
    }

    @Test
    void aServiceOutsideTheFleetIsBalancedAsBefore() {
        client("--spring.cloud.discovery.client.simple.instances.legacy[0].uri="
                + servers.get("one").url());
        RestClient client = application.getBean(RestClient.Builder.class).build();

        assertThat(client.get().uri("http://legacy/x").retrieve().body(String.class))
                .isEqualTo("one");
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> client.get().uri("http://nobody/x").retrieve().body(String.class))
                .withMessageContaining("nobody");
    }

    @Test
    void withoutOurBalancerSpringsOwnUsesTheFleet() {
        client("--equipoise.client.load-balancer.enabled=false");

        assertThat(new HashSet<>(times(3, this::byWebClient))).isEqualTo(Set.of("one", "two", "three"));
    }

    private String byWebClient() {
        return application
                .getBean(WebClient.Builder.class)
                .build()
                .get()
                .uri("http://shop/x")
                .retrieve()
                .bodyToMono(String.class)
                .block(Duration.ofSeconds(20));
    }

    private void client(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--equipoise.client.registry-url=" + registry.url());
        all.add("--equipoise.client.refresh-interval=100ms");
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(all.toArray(String[]::new));
    }

    /** The registry lists these, registered in this order. */
    private void list(String... names) {
        List<String> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(RegistryOfWorkers.entry(name, servers.get(name).url(), "shop", "UP", entries.size() + 1));
        }
        registry.workers(entries.toArray(String[]::new));
    }

    private static List<String> times(int count, Supplier<String> request) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(request.get());
        }
        return answers;
    }

    private static void concurrently(int threads, int requests, Runnable request) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                sent.add(senders.submit(request));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        } finally {
            senders.shutdownNow();
        }
    }
}
