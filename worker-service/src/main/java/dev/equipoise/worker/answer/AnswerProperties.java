package dev.equipoise.worker.answer;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How this worker answers.
 *
 * @param name what it calls itself
 * @param delay how long each answer of {@code /} takes, 0 s to 60 s; a bare number is milliseconds
 */
@ConfigurationProperties("equipoise.answer")
public record AnswerProperties(
        @DefaultValue("worker") String name,
        @DefaultValue("0") @DurationUnit(ChronoUnit.MILLIS) Duration delay) {

    static final Duration LONGEST = Duration.ofSeconds(60);

    public AnswerProperties {
        name = name.isBlank() ? "worker" : name;
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("delay must be from 0 to " + LONGEST.toSeconds() + " s: " + delay);
        }
    }
}
