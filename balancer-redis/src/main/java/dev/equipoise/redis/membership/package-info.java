/** The membership ports of core on Redis: leases by Lua on Redis time, one change log. */
@NullMarked
package dev.equipoise.redis.membership;

import org.jspecify.annotations.NullMarked;
