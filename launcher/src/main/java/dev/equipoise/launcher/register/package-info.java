/** {@code register}: membership for a worker that cannot register itself. */
@NullMarked
package dev.equipoise.launcher.register;

import org.jspecify.annotations.NullMarked;
