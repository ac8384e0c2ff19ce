/** How requests are read: as they stood on the wire, with a bound, and strictly. */
@NullMarked
package dev.equipoise.http.message;

import org.jspecify.annotations.NullMarked;
