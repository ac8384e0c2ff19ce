package dev.equipoise.core.registration;

import dev.equipoise.core.membership.Change;
import java.net.URI;
import java.time.Instant;

/**
 * Something that happened to a worker.
 *
 * @param at when, on the store's clock
 * @param kind what
 * @param address where the worker was then
 */
public record HistoryEntry(Instant at, Change.Kind kind, URI address) {}
