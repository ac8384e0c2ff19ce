package dev.equipoise.reputation.owner;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.InMemoryMembership;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Leases.CallResult;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.Session;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.InMemoryFactLog;
import dev.equipoise.core.reputation.InMemoryOwnership;
import dev.equipoise.core.reputation.InMemoryReportInbox;
import dev.equipoise.core.reputation.InMemoryStandings;
import dev.equipoise.core.reputation.ScoreTerms;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.Trust;
import dev.equipoise.core.reputation.TrustTerms;
import dev.equipoise.reputation.book.FactBook;
import dev.equipoise.reputation.export.FactExport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fleet, its registry, gateways and replicas of the reputation service, in memory and with one clock moved by hand. */
final class World {

    static final Instant BEGINNING = Instant.parse("2026-06-01T12:00:00Z");

    final InMemoryMembership registry = new InMemoryMembership(
            new LeaseTerms(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofDays(400)), 1000, BEGINNING);
    final InMemoryFactLog facts = new InMemoryFactLog();
    final InMemoryStandings standings = new InMemoryStandings(10_000, 1000);
    final InMemoryReportInbox inbox = new InMemoryReportInbox(500);
    final InMemoryOwnership ownership = new InMemoryOwnership(BEGINNING);
    private final Map<String, String> leases = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private Instant now = BEGINNING;
    private int proofs;

    /** One replica of the service. */
    final class Replica {
        final FactBook book =
                new FactBook(facts, ScoreTerms.DEFAULT, new Trust(TrustTerms.DEFAULT, ScoreTerms.DEFAULT));
        final OwnerLoop loop;

        Replica(String name, OwnerTerms terms, @Nullable Path export) {
            loop = new OwnerLoop(
                    new OwnerLoop.Ports(registry, registry, facts, inbox, standings, ownership),
                    book,
                    terms,
                    name,
                    export == null ? null : new FactExport(export, Duration.ofDays(90), () -> now),
                    () -> now);
        }

        double score(String worker) {
            return book.score(worker, millis()).points();
        }
    }

    World() {
        pass(Duration.ofSeconds(2));
    }

    Replica replica(String name) {
        return new Replica(name, OwnerTerms.DEFAULT, null);
    }

    Instant now() {
        return now;
    }

    long millis() {
        return now.toEpochMilli();
    }

    /** Nobody does anything. */
    void pass(Duration time) {
        now = now.plus(time);
        registry.pass(time);
        ownership.pass(time);
    }

    /** Time passes in which workers beat every second but the silent ones, leases are swept and replicas go their rounds. */
    void live(Duration time, Replica... replicas) {
        for (long second = 0; second < time.toSeconds(); second++) {
            pass(Duration.ofSeconds(1));
            beat();
            sweep();
            Arrays.stream(replicas).forEach(replica -> replica.loop.round());
        }
    }

    /** Much time passes at once: nobody swept meanwhile, so no lease has ended. */
    void skip(Duration time, Replica... replicas) {
        pass(time);
        sweep();
        beat();
        Arrays.stream(replicas).forEach(replica -> replica.loop.round());
    }

    private void beat() {
        leases.forEach((worker, lease) -> {
            if (!silent.contains(worker)) {
                registry.renew(worker, lease, LoadReport.NONE, null);
            }
        });
    }

    private void sweep() {
        Map<String, CallResult> calls = new HashMap<>();
        registry.toCall().forEach(callee -> calls.put(callee.claims().id(), CallResult.REFUSED));
        registry.expire(calls).out().forEach(leases::remove);
    }

    void join(String worker, String address) {
        join(worker, address, "");
    }

    void join(String worker, String address, String owner) {
        register(worker, address, owner, "");
    }

    /** With its lease at hand. */
    void move(String worker, String address) {
        register(worker, address, "", leases.get(worker));
    }

    private void register(String worker, String address, String owner, String replaces) {
        Claims claims = new Claims(
                worker,
                URI.create("http://" + address),
                Set.of("default"),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                Map.of());
        String lease = "lease-" + proofs;
        registry.register(
                new Registration(claims, new Session(lease, "key-" + owner, new byte[32]), true, replaces, owner),
                proof());
        leases.put(worker, lease);
        silent.remove(worker);
    }

    void leave(String worker) {
        registry.leave(worker, proof());
        leases.remove(worker);
    }

    void crash(String worker) {
        silent.add(worker);
    }

    private Proof proof() {
        return new Proof("key", "nonce-" + proofs++, now);
    }

    void report(String gateway, GatewayReport.Sight... sights) {
        inbox.put(new GatewayReport(gateway, millis() / 10_000, 0, List.of(sights)));
    }

    static GatewayReport.Sight sight(String worker, int requests, int failures) {
        return new GatewayReport.Sight(worker, requests, failures, 0, 0);
    }

    List<Fact> all() {
        return facts.after(FactLog.START, 1_000_000).stream()
                .map(FactLog.Entry::fact)
                .toList();
    }

    List<FactType> types(String worker) {
        return all().stream()
                .filter(fact -> fact.worker().equals(worker))
                .map(Fact::type)
                .toList();
    }

    Fact last(String worker, FactType type) {
        return all().stream()
                .filter(fact -> fact.worker().equals(worker) && fact.type() == type)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    Standing standing(String worker) {
        return standings.snapshot().standings().stream()
                .filter(standing -> standing.worker().equals(worker))
                .findFirst()
                .orElseThrow();
    }
}
