/** What workers are told of those in front of the gateway, and whose word on it counts. */
@NullMarked
package dev.equipoise.gateway.forwarded;

import org.jspecify.annotations.NullMarked;
