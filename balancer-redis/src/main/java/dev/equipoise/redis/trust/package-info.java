/** The trust store in Redis: enrolled keys, join tokens, revocations. */
@NullMarked
package dev.equipoise.redis.trust;

import org.jspecify.annotations.NullMarked;
