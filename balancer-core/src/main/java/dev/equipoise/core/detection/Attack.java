package dev.equipoise.core.detection;

/**
 * A threshold was reached.
 *
 * @param number which attack of this subject at this point, from 1
 */
public record Attack(DetectionPoint point, String subject, long at, int number, Response response) {}
