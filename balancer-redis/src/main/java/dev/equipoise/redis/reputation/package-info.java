/** The ports of reputation on Redis: the log of facts, the standings, the inbox of reports, and who owns the log. */
@NullMarked
package dev.equipoise.redis.reputation;

import org.jspecify.annotations.NullMarked;
