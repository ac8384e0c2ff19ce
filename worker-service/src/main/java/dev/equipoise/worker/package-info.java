/** The reference worker. */
@NullMarked
package dev.equipoise.worker;

import org.jspecify.annotations.NullMarked;
