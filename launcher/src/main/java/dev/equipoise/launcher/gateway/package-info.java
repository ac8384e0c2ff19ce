/** {@code gateway}: one gateway alone. */
@NullMarked
package dev.equipoise.launcher.gateway;

import org.jspecify.annotations.NullMarked;
