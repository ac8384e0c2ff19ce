package dev.equipoise.bench.sockets;

/**
 * One balancer on one schedule.
 *
 * @param round from 1 on; the balancers of a round got the same schedule
 * @param load percent of the fleet's nominal capacity
 */
record Turn(Balancer balancer, int round, int load, Sent sent, Usage usage) {}
