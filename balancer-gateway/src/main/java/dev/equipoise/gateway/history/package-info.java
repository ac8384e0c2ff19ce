/** How the workers of a service did of late, as this gateway saw it. */
@NullMarked
package dev.equipoise.gateway.history;

import org.jspecify.annotations.NullMarked;
