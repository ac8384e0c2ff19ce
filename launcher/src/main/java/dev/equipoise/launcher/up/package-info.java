/** {@code up}: the whole suite, from nothing to a request answered. */
@NullMarked
package dev.equipoise.launcher.up;

import org.jspecify.annotations.NullMarked;
