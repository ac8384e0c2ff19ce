/** What a proxied request costs beside nginx, HAProxy and plain Spring Cloud Gateway, and what failures do to it. */
@NullMarked
package dev.equipoise.bench.gateway;

import org.jspecify.annotations.NullMarked;
