/** The peer of the heartbeat benchmark. */
@NullMarked
package dev.equipoise.bench.eureka;

import org.jspecify.annotations.NullMarked;
