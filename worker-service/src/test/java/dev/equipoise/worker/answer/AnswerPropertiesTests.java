package dev.equipoise.worker.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AnswerPropertiesTests {

    @Test
    void isAPromptWorkerByDefault() {
        assertThat(bind(Map.of("equipoise.answer.name", ""))).isEqualTo(new AnswerProperties("worker", Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({"50ms, 50", "50, 50", "2s, 2000", "0, 0", "PT0.1S, 100", "60s, 60000"})
    void readsADelay(String text, long millis) {
        assertThat(bind(Map.of("equipoise.answer.delay", text)).delay()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "61s", "later"})
    void refusesADelayOutOfRange(String text) {
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("equipoise.answer.delay", text)));
    }

    private static AnswerProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("equipoise.answer", AnswerProperties.class)
                .get();
    }
}
