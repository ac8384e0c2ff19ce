package dev.equipoise.core.registration;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Change.Kind;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fake of every membership port: one object, one lock, a clock moved by hand. */
public final class InMemoryMembership implements WorkerRegistry, Leases, Roster, ChangeLog {

    private final LeaseTerms terms;
    private final int maxWorkers;
    private final Map<String, Member> members = new TreeMap<>();
    private final Map<String, Session> sessions = new TreeMap<>();
    private final Set<String> nonces = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();
    private String incarnation = "";
    private Instant now;
    private Instant born = Instant.MIN;
    private Instant swept;
    private long epoch;

    public InMemoryMembership(LeaseTerms terms, int maxWorkers, Instant now) {
        this.terms = terms;
        this.maxWorkers = maxWorkers;
        this.now = now;
        this.swept = now;
        lose();
    }

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    /** The store loses everything it knew. */
    public synchronized void lose() {
        incarnation = UUID.randomUUID().toString();
        born = now;
        members.clear();
        sessions.clear();
        nonces.clear();
        changes.clear();
    }

    @Override
    public synchronized Registered register(Claims claims, Session session, Proof proof) {
        check(proof);
        Member before = members.get(claims.id());
        if (before != null
                && before.leaseEnds().isAfter(now)
                && !before.claims().address().equals(claims.address())) {
            throw new RefusedException(Refusal.ADDRESS_CONFLICT, "registered from another address");
        }
        if (before == null && members.size() >= maxWorkers) {
            throw new RefusedException(Refusal.FLEET_FULL, "full");
        }
        consume(proof);
        epoch++;
        Worker worker = new Worker(
                claims.id(),
                claims.address(),
                claims.services(),
                claims.zone(),
                claims.capacity(),
                claims.weight(),
                WorkerStatus.UP,
                before == null ? epoch : before.worker().sequence(),
                epoch);
        members.put(claims.id(), new Member(worker, claims, now, now.plus(terms.term()), LoadReport.NONE));
        sessions.put(claims.id(), session);
        append(Kind.JOINED, claims.id(), worker);
        return new Registered(session, epoch);
    }

    @Override
    public synchronized void drain(String workerId, Proof proof) {
        check(proof);
        Member member = existing(workerId);
        consume(proof);
        if (member.worker().isUp()) {
            Worker draining = member.worker().withStatus(WorkerStatus.DRAINING);
            members.put(workerId, new Member(draining, member.claims(), now, member.leaseEnds(), member.load()));
            append(Kind.DRAINING, workerId, draining);
        }
    }

    @Override
    public synchronized void leave(String workerId, Proof proof) {
        check(proof);
        existing(workerId);
        consume(proof);
        remove(workerId, Kind.LEFT);
    }

    @Override
    public synchronized @Nullable Session session(String workerId) {
        return sessions.get(workerId);
    }

    @Override
    public synchronized void renew(String workerId, String leaseId, LoadReport load, Proof proof) {
        check(proof);
        Session session = sessions.get(workerId);
        if (session == null || !session.leaseId().equals(leaseId)) {
            throw new RefusedException(Refusal.UNKNOWN_LEASE, "no such lease");
        }
        consume(proof);
        Member member = existing(workerId);
        members.put(
                workerId, new Member(member.worker(), member.claims(), member.since(), now.plus(terms.term()), load));
    }

    @Override
    public synchronized List<String> expire() {
        boolean nobodySwept = swept.plus(terms.heartbeat()).isBefore(now);
        swept = now;
        if (nobodySwept) {
            members.replaceAll(
                    (id, m) -> new Member(m.worker(), m.claims(), m.since(), now.plus(terms.term()), m.load()));
            return List.of();
        }
        List<String> ended = members.values().stream()
                .filter(member -> !member.leaseEnds().isAfter(now))
                .map(member -> member.worker().id())
                .toList();
        ended.forEach(id -> remove(id, Kind.EXPIRED));
        return ended;
    }

    @Override
    public synchronized List<Member> members() {
        return List.copyOf(members.values());
    }

    @Override
    public synchronized @Nullable Member member(String workerId) {
        return members.get(workerId);
    }

    @Override
    public synchronized Snapshot snapshot() {
        return new Snapshot(
                incarnation,
                changes.size(),
                String.valueOf(changes.size()),
                members.values().stream().map(Member::worker).toList());
    }

    @Override
    public synchronized String incarnation() {
        return incarnation;
    }

    @Override
    public synchronized List<Change> after(String position, Duration wait) {
        int from = Math.min(Integer.parseInt(position), changes.size());
        return List.copyOf(changes.subList(from, changes.size()));
    }

    private void check(Proof proof) {
        if (proof.created().getEpochSecond() < born.getEpochSecond()) {
            throw new RefusedException(Refusal.OLDER_THAN_STORE, "older than the store");
        }
        if (nonces.contains(proof.keyId() + ' ' + proof.nonce())) {
            throw new RefusedException(Refusal.REPLAYED, "replayed");
        }
    }

    private void consume(Proof proof) {
        nonces.add(proof.keyId() + ' ' + proof.nonce());
    }

    private Member existing(String workerId) {
        Member member = members.get(workerId);
        if (member == null) {
            throw new RefusedException(Refusal.UNKNOWN_WORKER, "no such worker");
        }
        return member;
    }

    private void remove(String workerId, Kind kind) {
        members.remove(workerId);
        sessions.remove(workerId);
        append(kind, workerId, null);
    }

    private void append(Kind kind, String workerId, @Nullable Worker worker) {
        long version = changes.size() + 1L;
        changes.add(new Change(String.valueOf(version), version, kind, workerId, worker));
    }
}
