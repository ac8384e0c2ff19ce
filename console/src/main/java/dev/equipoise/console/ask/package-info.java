/** How the other services are asked. */
@NullMarked
package dev.equipoise.console.ask;

import org.jspecify.annotations.NullMarked;
