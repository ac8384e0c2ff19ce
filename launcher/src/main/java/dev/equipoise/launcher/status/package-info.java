/** {@code status}: the nodes of a running suite. */
@NullMarked
package dev.equipoise.launcher.status;

import org.jspecify.annotations.NullMarked;
