/** {@code down}: ends what a launcher left behind. */
@NullMarked
package dev.equipoise.launcher.down;

import org.jspecify.annotations.NullMarked;
