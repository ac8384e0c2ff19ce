/**
 * The exchange with a worker: pick, connection, request out, answer in, another try, deadlines, outcome. Both lanes use it. Knows
 * Netty and nothing of Spring.
 */
@NullMarked
package dev.equipoise.gateway.forward;

import org.jspecify.annotations.NullMarked;
