package dev.equipoise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.guards.ConfiguredGuards;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;

class GuardsPropertiesTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Wiring.class);

    @Test
    void whatIsNotSaidIsAsDocumented() {
        context.run(started -> assertThat(started.getBean(GuardsProperties.class))
                .isEqualTo(new GuardsProperties(
                        new GuardsProperties.OutlierEjection(
                                true,
                                5,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(5),
                                0.1,
                                1.9,
                                100,
                                5,
                                0,
                                0.5),
                        new GuardsProperties.SlowStart(Duration.ofSeconds(30)),
                        new GuardsProperties.ConcurrencyLimit(0),
                        new GuardsProperties.AdaptiveConcurrencyLimit(false),
                        new GuardsProperties.ZonePreference(""),
                        new GuardsProperties.Subsetting(0, ""))));
    }

    @Test
    void oneSettingChangesNoOther() {
        context.withPropertyValues(
                        "equipoise.guards.outlier-ejection.failures-in-a-row=3", "equipoise.guards.slow-start.window=0")
                .run(started -> {
                    GuardsProperties guards = started.getBean(GuardsProperties.class);
                    assertThat(guards.outlierEjection().failuresInARow()).isEqualTo(3);
                    assertThat(guards.outlierEjection().base()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(guards.slowStart().window()).isZero();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "outlier-ejection.failures-in-a-row, -1",
        "outlier-ejection.interval, 0s",
        "outlier-ejection.base, -1s",
        "outlier-ejection.longest, 0s",
        "outlier-ejection.share, 1.1",
        "outlier-ejection.deviations, -1",
        "outlier-ejection.least-requests, 0",
        "outlier-ejection.least-workers, 1",
        "outlier-ejection.latency-factor, -0.1",
        "outlier-ejection.panic-share, 0",
        "slow-start.window, -1s",
        "concurrency-limit.factor, -1",
        "subsetting.size, -1",
        "subsetting.size, 1"
    })
    void whatCannotBeIsRefusedAndNamed(String property, String value) {
        context.withPropertyValues("equipoise.guards." + property + "=" + value)
                .run(started -> assertThat(started.getStartupFailure())
                        .rootCause()
                        .message()
                        .containsIgnoringCase("equipoise.guards")
                        .containsIgnoringCase(property.replace("-", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4s", "29s"})
    void theLongestEjectionIsNotShorterThanTheFirst(String longest) {
        context.withPropertyValues("equipoise.guards.outlier-ejection.longest=" + longest)
                .run(started -> assertThat(started.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("equipoise.guards.outlier-ejection.longest"));
    }

    @EnableConfigurationProperties(GuardsProperties.class)
    static class Wiring {

        @Bean
        ConfiguredGuards guards(GuardsProperties properties) {
            return new ConfiguredGuards(properties, () -> "here", () -> 0, null);
        }
    }
}
