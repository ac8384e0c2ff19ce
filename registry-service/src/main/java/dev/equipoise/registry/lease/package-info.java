/** Takes out workers whose lease has ended. */
@NullMarked
package dev.equipoise.registry.lease;

import org.jspecify.annotations.NullMarked;
