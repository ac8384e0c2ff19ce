/** What a heartbeat costs, beside Eureka: {@code bench/heartbeats}. */
@NullMarked
package dev.equipoise.bench.heartbeats;

import org.jspecify.annotations.NullMarked;
