/** Requests and failures over time. */
@NullMarked
package dev.equipoise.console.traffic;

import org.jspecify.annotations.NullMarked;
