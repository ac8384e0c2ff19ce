/** Detection points in the style of OWASP AppSensor: events, thresholds, attacks and a ladder of responses. */
@NullMarked
package dev.equipoise.core.detection;

import org.jspecify.annotations.NullMarked;
