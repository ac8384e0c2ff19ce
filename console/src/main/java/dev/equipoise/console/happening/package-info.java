/** What happens, as it happens. */
@NullMarked
package dev.equipoise.console.happening;

import org.jspecify.annotations.NullMarked;
