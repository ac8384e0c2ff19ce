package dev.equipoise.bench.propagation;

/**
 * A worker left, and came back. All times in nanoseconds, from the moment the request was sent to the registry.
 *
 * @param out until a request of the worker's key was answered by another one
 * @param outWritten until the registry had answered
 * @param in until it was answered by the worker again
 * @param inWritten until the registry had answered
 */
record Change(long out, long outWritten, long in, long inWritten) {}
