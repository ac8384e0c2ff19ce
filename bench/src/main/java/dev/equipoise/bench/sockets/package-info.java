/** Balancers side by side on real sockets: the same arrivals, the same demands, the same workers. */
@NullMarked
package dev.equipoise.bench.sockets;

import org.jspecify.annotations.NullMarked;
