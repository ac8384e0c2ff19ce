/** Where the gateway's copy of the fleet comes from: the registry's change log, or a fixed list. */
@NullMarked
package dev.equipoise.gateway.fleet;

import org.jspecify.annotations.NullMarked;
