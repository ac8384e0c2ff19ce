/** The registry: who is in the fleet, proven by signatures and kept by leases. */
@NullMarked
package dev.equipoise.registry;

import org.jspecify.annotations.NullMarked;
