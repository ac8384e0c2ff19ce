/** What a worker knows of its own load: requests in flight, processor, memory. */
@NullMarked
package dev.equipoise.starter.load;

import org.jspecify.annotations.NullMarked;
