package dev.equipoise.gateway.history;

/**
 * What a worker did in one interval of {@value WorkerHistory#INTERVAL_SECONDS} s.
 *
 * @param ageSeconds since it began
 * @param requests tries that ended in it and say something of the worker
 * @param failures those of them that failed
 * @param p50Ms time to the head of the answer, or to the failure, that half of them did not exceed, right to within 12 %
 * @param p99Ms as {@code p50Ms}, of 99 in 100
 */
public record Interval(long ageSeconds, long requests, long failures, double p50Ms, double p99Ms) {}
