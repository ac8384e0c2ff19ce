package dev.equipoise.gateway.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.affinity.ConfiguredSessions;
import dev.equipoise.gateway.affinity.SessionsForTests;
import dev.equipoise.gateway.forward.GateSettings;
import dev.equipoise.gateway.forward.ServiceSettings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What is configured of services, and what cannot be. */
class ConfigurationReaderTest {

    private static final WorkerLimit SLOTS = new WorkerLimit(1, 0);

    private static ConfiguredServices read(String... settings) {
        Map<String, Object> properties = new TreeMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            properties.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        return new ConfiguredServices(new ConfigurationReader(environment, sessions(), SLOTS, false));
    }

    private static ConfiguredSessions sessions() {
        return SessionsForTests.none();
    }

    @Test
    void whatIsNotSaidIsAsDocumented() {
        ServiceConfiguration any = read().of("any");
        assertThat(any.policy()).isEqualTo("adaptive");
        assertThat(any.hashOn()).hasToString("client-ip");
        assertThat(any.limit()).isEqualTo(WorkerLimit.NONE);
        assertThat(any.settings())
                .isEqualTo(new ServiceSettings(
                        new ServiceSettings.Times(Duration.ofSeconds(60), Duration.ofMinutes(2), Duration.ofMinutes(5)),
                        new ServiceSettings.Repeats(1, 0.2, 10, true),
                        new ServiceSettings.Waiting(0, Duration.ofSeconds(1)),
                        16 << 10,
                        null,
                        GateSettings.OPEN,
                        null,
                        null));
    }

    @Test
    void aServiceTakesFromTheGatewayWhatItDoesNotSay() {
        ConfiguredServices services = read(
                "equipoise.gateway.policy=random",
                "equipoise.gateway.retries=3",
                "equipoise.gateway.forwarder.hedge-after=p95",
                "equipoise.gateway.forwarder.queue-size=7",
                "equipoise.gateway.forwarder.request-buffer=0",
                "spring.cloud.gateway.server.webflux.httpclient.response-timeout=3s",
                "equipoise.services.shop.hedge-share=0.01",
                "equipoise.services.shop.retries=0",
                "equipoise.services.slow.try-timeout=9s",
                "equipoise.services.slow.hedge-after=off");
        ServiceConfiguration shop = services.of("shop");
        assertThat(shop.policy()).isEqualTo("random");
        assertThat(shop.settings().repeats().most()).isZero();
        assertThat(shop.settings().times().perTry()).isEqualTo(Duration.ofSeconds(3));
        assertThat(shop.settings().waiting().most()).isEqualTo(7);
        assertThat(shop.settings().requestBuffer()).isZero();
        assertThat(shop.settings().hedging()).isEqualTo(new ServiceSettings.Hedging(Duration.ZERO, 0.95, 0.01));
        assertThat(services.of("slow").settings().hedging()).isNull();
        assertThat(services.of("slow").settings().times().perTry()).isEqualTo(Duration.ofSeconds(9));
        assertThat(services.of("slow").settings().repeats().most()).isEqualTo(3);
        assertThat(services.names()).containsExactly("shop", "slow");
    }

    @Test
    void everyOptionOfAServiceIsTaken() {
        ServiceConfiguration shop = read(
                        "equipoise.services.shop.policy=least-connections",
                        "equipoise.services.shop.hash-on=path:2",
                        "equipoise.services.shop.fallback=spare",
                        "equipoise.services.shop.try-timeout=1s",
                        "equipoise.services.shop.total-timeout=2s",
                        "equipoise.services.shop.idle-timeout=3s",
                        "equipoise.services.shop.retries=2",
                        "equipoise.services.shop.retry-share=0.1",
                        "equipoise.services.shop.retry-per-second=4",
                        "equipoise.services.shop.retry-errors=false",
                        "equipoise.services.shop.request-buffer=3KB",
                        "equipoise.services.shop.worker-limit=5",
                        "equipoise.services.shop.queue-size=6",
                        "equipoise.services.shop.queue-timeout=700",
                        "equipoise.services.shop.hedge-after=80ms",
                        "equipoise.services.shop.hedge-share=0.2",
                        "equipoise.services.shop.most-at-once=90",
                        "equipoise.services.shop.rate-limit.requests=10",
                        "equipoise.services.shop.circuit-breaker.failure-share=0.4",
                        "equipoise.services.shop.circuit-breaker.slow-after=11s")
                .of("shop");
        assertThat(shop.limit()).isEqualTo(new WorkerLimit(0, 5));
        assertThat(shop.settings())
                .isEqualTo(new ServiceSettings(
                        new ServiceSettings.Times(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)),
                        new ServiceSettings.Repeats(2, 0.1, 4, false),
                        new ServiceSettings.Waiting(6, Duration.ofMillis(700)),
                        3 << 10,
                        new ServiceSettings.Hedging(Duration.ofMillis(80), 0, 0.2),
                        new GateSettings(
                                new GateSettings.Breaker(
                                        0.4,
                                        0.8,
                                        Duration.ofSeconds(11),
                                        Duration.ofSeconds(10),
                                        50,
                                        Duration.ofSeconds(10),
                                        10),
                                90,
                                new GateSettings.Rate(10, Duration.ofSeconds(1))),
                        "spare",
                        null));
    }

    @ParameterizedTest
    @CsvSource({"off, 0, 0", "slots, 1, 0", "1, 0, 1", "250, 0, 250"})
    void theLimitOfAWorkerIsWhatItDeclaredOrANumber(String text, double factor, int number) {
        assertThat(read("equipoise.services.shop.worker-limit=" + text)
                        .of("shop")
                        .limit())
                .isEqualTo(new WorkerLimit(factor, number));
    }

    @ParameterizedTest
    @CsvSource({
        "equipoise.services.shop.policy, best",
        "equipoise.services.shop.hash-on, body",
        "equipoise.services.shop.try-timeout, 0s",
        "equipoise.services.shop.total-timeout, -1s",
        "equipoise.services.shop.idle-timeout, 0",
        "equipoise.services.shop.request-buffer, 17MB",
        "equipoise.services.shop.retries, 11",
        "equipoise.services.shop.retries, -1",
        "equipoise.services.shop.retry-share, 1.1",
        "equipoise.services.shop.retry-per-second, -1",
        "equipoise.services.shop.worker-limit, some",
        "equipoise.services.shop.worker-limit, 0",
        "equipoise.services.shop.queue-size, -1",
        "equipoise.services.shop.queue-timeout, 0s",
        "equipoise.services.shop.hedge-after, p5",
        "equipoise.services.shop.hedge-after, p100",
        "equipoise.services.shop.hedge-after, soon",
        "equipoise.services.shop.hedge-after, 0s",
        "equipoise.services.shop.hedge-share, 2",
        "equipoise.services.shop.most-at-once, -1",
        "equipoise.services.shop.rate-limit.requests, -1",
        "equipoise.services.shop.circuit-breaker.failure-share, 2",
        "equipoise.services.shop.fallback, shop",
        "equipoise.services.shop.polcy, random",
        "equipoise.services.shop.circuit-breaker.failures, 1",
        "equipoise.gateway.policy, best",
        "equipoise.gateway.retries, 11",
        "equipoise.gateway.hash-on, body",
        "equipoise.gateway.forwarder.total-timeout, 0s",
        "equipoise.gateway.forwarder.idle-timeout, 0s",
        "equipoise.gateway.forwarder.retry-share, -1",
        "equipoise.gateway.forwarder.queue-size, -1",
        "equipoise.gateway.forwarder.hedge-after, never",
        "equipoise.gateway.forwarder.hedge-share, 7"
    })
    void whatCannotBeOrIsUnknownIsRefusedAndNamed(String property, String value) {
        assertThatThrownBy(() -> read(property + "=" + value))
                .isInstanceOfSatisfying(InvalidSettingException.class, refused -> {
                    assertThat(refused.property()).isEqualTo(property);
                    assertThat(refused).message().isNotEmpty().endsWith(".");
                });
    }

    @Test
    void fallbacksThatGoRoundInACircleAreRefused() {
        assertThatThrownBy(() -> read(
                        "equipoise.services.a.fallback=b",
                        "equipoise.services.b.fallback=c",
                        "equipoise.services.c.fallback=a"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("a, b, c, and a again");
        assertThat(read("equipoise.services.a.fallback=b", "equipoise.services.b.fallback=c")
                        .of("a")
                        .settings()
                        .fallback())
                .isEqualTo("b");
    }
}
