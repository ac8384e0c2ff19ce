/** How loaded each worker is, as seen by the one who sends it requests. */
@NullMarked
package dev.equipoise.core.load;

import org.jspecify.annotations.NullMarked;
