package dev.equipoise.registry.status;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Member;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** A node as shown to people and machines. */
record WorkerView(
        String id,
        URI address,
        SortedSet<String> services,
        WorkerStatus status,
        Instant since,
        Instant leaseEnds,
        String zone,
        String region,
        String role,
        Capacity capacity,
        double weight,
        long epoch,
        LoadReport load,
        Map<String, String> metadata) {

    static WorkerView of(Member member) {
        Claims claims = member.claims();
        return new WorkerView(
                claims.id(),
                claims.address(),
                new TreeSet<>(claims.services()),
                member.worker().status(),
                member.since(),
                member.leaseEnds(),
                claims.zone(),
                claims.region(),
                claims.role(),
                claims.capacity(),
                claims.weight(),
                member.worker().epoch(),
                member.load(),
                claims.metadata());
    }
}
