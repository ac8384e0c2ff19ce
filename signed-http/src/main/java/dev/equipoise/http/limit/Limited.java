package dev.equipoise.http.limit;

import java.time.Duration;

/**
 * That a source had too many requests refused.
 *
 * @param blocked for a fixed time; otherwise for as long as its last refusals are too many
 * @param retryAfter until it is free again if nothing more of it is refused
 * @param worse whether the source was treated better until this request
 */
public record Limited(boolean blocked, Duration retryAfter, boolean worse) {}
