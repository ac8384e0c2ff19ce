package dev.equipoise.core.registration;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Worker;
import java.time.Instant;

/**
 * The status of one node.
 *
 * @param worker as balancers see it; its status follows from {@code why}
 * @param claims as it registered
 * @param why what last happened to it
 * @param since when that was; for one that is down, since when it is absent
 * @param presentSince when its unbroken presence began; see decision 0012
 * @param leaseEnds when it is out unless it is heard again; for one that is down, when it went
 * @param load what it last said of itself
 * @param owner who answers for the key it registered with; empty where nobody said, or the record is older than owners
 */
public record Member(
        Worker worker,
        Claims claims,
        Change.Kind why,
        Instant since,
        Instant presentSince,
        Instant leaseEnds,
        LoadReport load,
        String owner) {}
