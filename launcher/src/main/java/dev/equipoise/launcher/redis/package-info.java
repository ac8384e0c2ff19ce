/** The Redis that comes in the box. */
@NullMarked
package dev.equipoise.launcher.redis;

import org.jspecify.annotations.NullMarked;
