/** The way of a request: pick, try, try again elsewhere, tell the outcome. */
@NullMarked
package dev.equipoise.gateway.routing;

import org.jspecify.annotations.NullMarked;
