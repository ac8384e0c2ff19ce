/** How the gateway ends without losing a request. */
@NullMarked
package dev.equipoise.gateway.shutdown;

import org.jspecify.annotations.NullMarked;
