package dev.equipoise.registry.status;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Member;
import java.net.URI;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A node as shown to people and machines. Its JSON is a contract: fields are added, never renamed or taken away.
 *
 * @param id its stable name
 * @param address where requests go
 * @param services what it serves, sorted
 * @param status where it stands in its life
 * @param why what last happened to it, which made its status
 * @param since when that was
 * @param presentSince when its unbroken presence began; for one that is down, that of its last presence
 * @param leaseEnds when it is out unless it is heard again; for one that is down, when it went
 * @param zone where it runs; empty where it did not say, like region and role
 * @param capacity what it says it can carry; 0 where it did not say
 * @param weight its share of traffic relative to others
 * @param sequence orders workers by when they first came; kept while they stay
 * @param epoch number of its registration; a higher one is a newer process
 * @param load what it last said of itself
 * @param metadata as it registered, sorted by name
 */
record WorkerView(
        String id,
        URI address,
        SortedSet<String> services,
        WorkerStatus status,
        Change.Kind why,
        Instant since,
        Instant presentSince,
        Instant leaseEnds,
        String zone,
        String region,
        String role,
        Capacity capacity,
        double weight,
        long sequence,
        long epoch,
        LoadReport load,
        SortedMap<String, String> metadata) {

    static WorkerView of(Member member) {
        Claims claims = member.claims();
        return new WorkerView(
                claims.id(),
                claims.address(),
                new TreeSet<>(claims.services()),
                member.worker().status(),
                member.why(),
                member.since(),
                member.presentSince(),
                member.leaseEnds(),
                claims.zone(),
                claims.region(),
                claims.role(),
                claims.capacity(),
                claims.weight(),
                member.worker().sequence(),
                member.worker().epoch(),
                member.load(),
                new TreeMap<>(claims.metadata()));
    }
}
