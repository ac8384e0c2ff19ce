/** Heartbeats over a connection that stays open: its end is an early suspicion. */
@NullMarked
package dev.equipoise.registry.session;

import org.jspecify.annotations.NullMarked;
