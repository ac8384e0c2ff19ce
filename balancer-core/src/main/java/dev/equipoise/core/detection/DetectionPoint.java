package dev.equipoise.core.detection;

import java.util.List;

/**
 * Something worth noticing.
 *
 * @param id ours, such as {@code C-RE5}
 * @param label AppSensor's, such as {@code RE5}
 * @param ladder what is done about the first attack, the second and so on; the last one again from there on
 */
public record DetectionPoint(String id, String label, Threshold threshold, List<Response> ladder) {
    public DetectionPoint {
        ladder = List.copyOf(ladder);
        if (ladder.isEmpty()) {
            throw new IllegalArgumentException("a detection point has a response");
        }
    }
}
