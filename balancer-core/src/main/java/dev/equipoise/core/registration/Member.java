package dev.equipoise.core.registration;

import dev.equipoise.core.membership.Worker;
import java.time.Instant;

/**
 * The status of one node.
 *
 * @param worker as balancers see it
 * @param claims as it registered
 * @param since when it got its present status
 * @param leaseEnds when it is out unless it is heard again
 * @param load what it last said of itself
 */
public record Member(Worker worker, Claims claims, Instant since, Instant leaseEnds, LoadReport load) {}
