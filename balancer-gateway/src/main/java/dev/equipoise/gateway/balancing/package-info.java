/** One picker per service, rebuilt on change, and the workers kept out for refusing a connection. */
@NullMarked
package dev.equipoise.gateway.balancing;

import org.jspecify.annotations.NullMarked;
