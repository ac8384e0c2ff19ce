/** What gateways saw of workers, as they report it. */
@NullMarked
package dev.equipoise.reputation.observations;

import org.jspecify.annotations.NullMarked;
