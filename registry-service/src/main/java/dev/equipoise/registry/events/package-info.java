/** Changes of the fleet as server-sent events. */
@NullMarked
package dev.equipoise.registry.events;

import org.jspecify.annotations.NullMarked;
