package dev.equipoise.registry.status;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Member;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Members of a fleet that exists only here. */
final class Members {

    static final Instant SINCE = Instant.parse("2026-11-21T10:00:00.250Z");

    private Members() {}

    static Member upInZone(String id, String zone) {
        return member(id, WorkerStatus.UP, Set.of("default"), zone);
    }

    static Member member(String id, WorkerStatus status, Set<String> services, String zone) {
        Claims claims = new Claims(
                id,
                URI.create("http://10.0.0.3:8080"),
                services,
                zone,
                "eu",
                "basic",
                new Capacity(8, 100),
                2.5,
                Map.of("build", "17", "arch", "arm64"));
        Worker worker = new Worker(
                id,
                claims.address(),
                claims.services(),
                claims.zone(),
                claims.capacity(),
                claims.weight(),
                status,
                7,
                1795255200250000L);
        return new Member(
                worker,
                claims,
                status == WorkerStatus.DRAINING ? Change.Kind.DRAINING : Change.Kind.JOINED,
                SINCE,
                SINCE.minusSeconds(60),
                SINCE.plusSeconds(15),
                new LoadReport(0.5, 0.25, 0, 3, 2, 1),
                "");
    }
}
