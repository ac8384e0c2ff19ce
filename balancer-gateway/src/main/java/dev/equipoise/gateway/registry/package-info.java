/** What the gateway tells the registry. */
@NullMarked
package dev.equipoise.gateway.registry;

import org.jspecify.annotations.NullMarked;
