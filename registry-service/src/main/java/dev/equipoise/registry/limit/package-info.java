/** What an address costs us whose requests do not prove themselves, and how much of that it may cost. */
@NullMarked
package dev.equipoise.registry.limit;

import org.jspecify.annotations.NullMarked;
