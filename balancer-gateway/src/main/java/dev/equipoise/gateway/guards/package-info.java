/** The guards of each service as configured, what they report, and what they show in metrics. */
@NullMarked
package dev.equipoise.gateway.guards;

import org.jspecify.annotations.NullMarked;
