package dev.equipoise.core.detection;

import java.time.Duration;

/** So many events within so long are an attack. */
public record Threshold(int count, Duration interval) {
    public Threshold {
        if (count < 1 || interval.toMillis() < 1) {
            throw new IllegalArgumentException("a threshold is at least one event in at least a millisecond");
        }
    }
}
