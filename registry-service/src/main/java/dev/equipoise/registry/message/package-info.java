/** How requests are read: as they stood on the wire, with a bound, and strictly. */
@NullMarked
package dev.equipoise.registry.message;

import org.jspecify.annotations.NullMarked;
