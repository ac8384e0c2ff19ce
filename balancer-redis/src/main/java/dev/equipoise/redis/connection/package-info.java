/** How services reach Redis: short patience, quick return. */
@NullMarked
package dev.equipoise.redis.connection;

import org.jspecify.annotations.NullMarked;
