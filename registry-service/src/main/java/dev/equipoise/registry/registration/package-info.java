/** The signed writes of workers: register, heartbeat, drain, leave. */
@NullMarked
package dev.equipoise.registry.registration;

import org.jspecify.annotations.NullMarked;
