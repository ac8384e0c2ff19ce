package dev.equipoise.core.registration;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Change.Kind;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fake of every membership port: one object, one lock, a clock moved by hand. */
public final class InMemoryMembership implements WorkerRegistry, Leases, Roster, ChangeLog {

    private static final int MOST_WITNESSES = 3;

    private final LeaseTerms terms;
    private final int maxWorkers;
    private final Map<String, Seat> seats = new TreeMap<>();
    private final Map<String, Member> absent = new LinkedHashMap<>();
    private final Map<String, List<HistoryEntry>> history = new HashMap<>();
    private final Map<String, Claim> contests = new HashMap<>();
    private final Set<String> barred = new HashSet<>();
    private final Set<String> nonces = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();
    private String incarnation = "";
    private Instant now;
    private Instant born = Instant.MIN;
    private Instant swept;
    private Instant window = Instant.MIN;
    private int expired;
    private long epoch;
    /** Never goes back, as positions made of the time do not. */
    private long written;

    /** Somebody at another address claims an id. */
    private record Claim(Instant first, Instant last, URI address) {}

    /** What is known of a member. */
    private static final class Seat {
        Member member;
        Session session;
        Instant opened;
        Instant heard;
        Instant ends;
        final Set<String> witnesses = new TreeSet<>();

        Seat(Member member, Session session, Instant now, Duration term) {
            this.member = member;
            this.session = session;
            this.opened = now;
            this.heard = now;
            this.ends = now.plus(term);
        }
    }

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
        seats.clear();
        absent.clear();
        history.clear();
        contests.clear();
        barred.clear();
        nonces.clear();
        changes.clear();
    }

    /** Runs {@code writes} and takes them back, as a fail-over does with what no replica had yet; the clock goes on. */
    public synchronized void takeBack(Runnable writes) {
        Map<String, Seat> seatsBefore = Map.copyOf(seats);
        int changesBefore = changes.size();
        writes.run();
        seats.clear();
        seats.putAll(seatsBefore);
        changes.subList(changesBefore, changes.size()).clear();
    }

    @Override
    public synchronized Registered register(Registration registration, Proof proof) {
        check(proof);
        Claims claims = registration.claims();
        String id = claims.id();
        if (barred.contains(id)) {
            throw new RefusedException(Refusal.ID_BARRED, "barred");
        }
        Kind kind = registration.answered() ? Kind.JOINED : Kind.STARTED;
        Seat before = seats.get(id);
        if (before != null
                && before.ends.isAfter(now)
                && !before.member.claims().address().equals(claims.address())) {
            if (!registration.replaces().equals(before.session.leaseId())) {
                consume(proof);
                throw contested(before, claims.address());
            }
            kind = registration.answered() ? Kind.MOVED : kind;
        }
        if (before == null && seats.size() + barred.size() >= maxWorkers) {
            throw new RefusedException(Refusal.FLEET_FULL, "full");
        }
        consume(proof);
        epoch++;
        Worker worker = new Worker(
                id,
                claims.address(),
                claims.services(),
                claims.zone(),
                claims.capacity(),
                claims.weight(),
                kind.status(),
                before == null ? epoch : before.member.worker().sequence(),
                epoch);
        Instant present = before == null ? presence(absent.remove(id)) : before.member.presentSince();
        Member member = new Member(worker, claims, kind, now, present, now, LoadReport.NONE, registration.owner());
        seats.put(id, new Seat(member, registration.session(), now, terms.term()));
        contests.remove(id);
        put(id, kind);
        return new Registered(registration.session(), epoch, kind);
    }

    private Instant presence(@Nullable Member was) {
        boolean unbroken = was != null
                && was.why() == Kind.LEFT
                && !was.since().plus(Eviction.PAUSE).isBefore(now);
        return unbroken ? was.presentSince() : now;
    }

    private RefusedException contested(Seat holder, URI address) {
        String id = holder.member.claims().id();
        Claim claim = contests.get(id);
        Instant first = claim == null
                        || !claim.address().equals(address)
                        || claim.last().plus(terms.term()).isBefore(now)
                ? now
                : claim.first();
        contests.put(id, new Claim(first, now, address));
        if (holder.member.why() != Kind.DRAINING
                && !first.plus(terms.term()).isAfter(now)
                && !holder.heard.isBefore(first.plus(terms.heartbeat()))) {
            remove(id, Kind.EQUIVOCATED);
            barred.add(id);
            return new RefusedException(Refusal.ID_BARRED, "two of them");
        }
        return new RefusedException(Refusal.ADDRESS_CONFLICT, "registered from another address");
    }

    @Override
    public synchronized void drain(String workerId, Proof proof) {
        check(proof);
        existing(workerId);
        consume(proof);
        drain(workerId);
    }

    @Override
    public synchronized void drain(String workerId) {
        if (existing(workerId).member.why() != Kind.DRAINING) {
            put(workerId, Kind.DRAINING);
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
        Seat seat = seats.get(workerId);
        return seat == null ? null : seat.session;
    }

    @Override
    public synchronized void renew(String workerId, String leaseId, LoadReport load, @Nullable Proof proof) {
        Seat seat = seats.get(workerId);
        if (seat == null
                || !seat.session.leaseId().equals(leaseId)
                || seat.opened.plus(terms.rotation()).isBefore(now)) {
            throw new RefusedException(Refusal.UNKNOWN_LEASE, "no such lease");
        }
        if (proof != null) {
            check(proof);
            consume(proof);
        }
        seat.heard = now;
        seat.ends = now.plus(terms.term());
        Member member = seat.member;
        seat.member = new Member(
                member.worker(),
                member.claims(),
                member.why(),
                member.since(),
                member.presentSince(),
                now,
                load,
                member.owner());
        if (member.worker().status() == WorkerStatus.SUSPECT) {
            put(workerId, Kind.HEARD);
        }
    }

    @Override
    public synchronized void doubt(String workerId, long epoch, Kind why, String witness, @Nullable Proof proof) {
        if (proof != null) {
            check(proof);
        }
        Seat seat = existing(workerId);
        if (proof != null) {
            consume(proof);
        }
        if (seat.member.worker().epoch() != epoch || !seat.member.worker().serves()) {
            return;
        }
        if (seat.member.worker().status() != WorkerStatus.SUSPECT) {
            put(workerId, why);
        }
        seat.witnesses.add(witness);
        int count = Math.min(seat.witnesses.size(), MOST_WITNESSES);
        long longest = terms.term().toMillis();
        double shorter = (longest - terms.shortest().toMillis()) * Math.log(count + 1) / Math.log(MOST_WITNESSES + 1);
        Instant ends = seat.heard.plusMillis((long) (longest - shorter));
        if (ends.isBefore(seat.ends)) {
            seat.ends = ends;
        }
    }

    @Override
    public synchronized List<Callee> toCall() {
        List<Callee> callees = new ArrayList<>();
        for (Seat seat : seats.values()) {
            boolean starting = seat.member.why() == Kind.STARTED;
            if (starting || !seat.ends.isAfter(now.plus(terms.lead()))) {
                callees.add(
                        new Callee(seat.member.claims(), seat.member.worker().epoch(), starting));
            }
        }
        return callees;
    }

    @Override
    public synchronized void answered(String workerId, long epoch) {
        Seat seat = seats.get(workerId);
        if (seat != null
                && seat.member.why() == Kind.STARTED
                && seat.member.worker().epoch() == epoch) {
            put(workerId, Kind.JOINED);
        }
    }

    @Override
    public synchronized Sweep expire(Map<String, CallResult> calls) {
        absent.values()
                .removeIf(member -> !barred.contains(member.claims().id())
                        && member.since().plus(Eviction.ABSENCE).isBefore(now));
        history.keySet().removeIf(id -> !seats.containsKey(id) && !absent.containsKey(id));
        boolean nobodySwept = swept.plus(terms.heartbeat()).isBefore(now);
        swept = now;
        if (nobodySwept) {
            seats.values().forEach(seat -> seat.ends = now.plus(terms.term()));
            return new Sweep(List.of(), 0, false);
        }
        Map<String, Boolean> lost = new TreeMap<>();
        calls.forEach((id, result) -> judge(id, result, lost));
        if (expired == 0 || window.plus(terms.term()).isBefore(now)) {
            window = now;
            expired = 0;
        }
        int ended = (int)
                seats.values().stream().filter(seat -> !seat.ends.isAfter(now)).count();
        int members = seats.size() + expired;
        boolean preserving = Eviction.isMass(ended + expired, members);
        int quota = Eviction.quota(members) - expired;
        List<String> out = new ArrayList<>();
        lost.forEach((id, certain) -> {
            if (out.size() < quota && (certain || !preserving)) {
                remove(id, Kind.EXPIRED);
                out.add(id);
            }
        });
        expired += out.size();
        return new Sweep(out, ended - out.size(), preserving);
    }

    private void judge(String id, CallResult result, Map<String, Boolean> lost) {
        Seat seat = seats.get(id);
        if (seat == null) {
            return;
        }
        Duration silent = Duration.between(seat.heard, now);
        if (silent.compareTo(terms.heartbeat()) >= 0 && seat.member.worker().status() == WorkerStatus.UP) {
            put(id, Kind.UNHEARD);
        }
        if (seat.ends.isAfter(now)) {
            return;
        }
        if (result == CallResult.ANSWERED && silent.compareTo(terms.term().plus(terms.grace())) < 0) {
            seat.ends = now.plus(terms.heartbeat());
        } else {
            lost.put(id, result == CallResult.REFUSED || silent.compareTo(Eviction.PRESERVATION) > 0);
        }
    }

    @Override
    public synchronized List<String> revoke(String keyId) {
        List<String> ids = seats.values().stream()
                .filter(seat -> seat.session.keyId().equals(keyId))
                .map(seat -> seat.member.claims().id())
                .toList();
        ids.forEach(id -> remove(id, Kind.REVOKED));
        return ids;
    }

    @Override
    public synchronized void revoke(String workerId, String leaseId) {
        Seat seat = seats.get(workerId);
        if (seat != null && seat.session.leaseId().equals(leaseId)) {
            remove(workerId, Kind.REVOKED);
        }
    }

    @Override
    public synchronized boolean release(String workerId) {
        return barred.remove(workerId);
    }

    @Override
    public synchronized List<Member> members() {
        return seats.values().stream().map(InMemoryMembership::present).toList();
    }

    @Override
    public synchronized List<Member> absent() {
        return List.copyOf(new TreeMap<>(absent).values());
    }

    @Override
    public synchronized @Nullable Member member(String workerId) {
        Seat seat = seats.get(workerId);
        return seat == null ? absent.get(workerId) : present(seat);
    }

    @Override
    public synchronized List<HistoryEntry> history(String workerId) {
        return List.copyOf(history.getOrDefault(workerId, List.of()));
    }

    private static Member present(Seat seat) {
        Member m = seat.member;
        return new Member(m.worker(), m.claims(), m.why(), m.since(), m.presentSince(), seat.ends, m.load(), m.owner());
    }

    @Override
    public synchronized long version() {
        return changes.size();
    }

    @Override
    public synchronized Snapshot snapshot() {
        Change last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
        return new Snapshot(
                incarnation,
                changes.size(),
                last == null ? "0" : last.position(),
                members().stream().map(Member::worker).toList());
    }

    @Override
    public synchronized Head head() {
        return snapshot().head();
    }

    @Override
    public synchronized List<Change> after(String position, Duration wait) {
        long from = position.equals(START) ? 0 : Long.parseLong(position);
        return changes.stream()
                .filter(change -> Long.parseLong(change.position()) > from)
                .toList();
    }

    private void check(Proof proof) {
        if (proof.created().getEpochSecond() <= born.getEpochSecond()) {
            throw new RefusedException(Refusal.OLDER_THAN_STORE, "older than the store");
        }
        if (nonces.contains(proof.keyId() + ' ' + proof.nonce())) {
            throw new RefusedException(Refusal.REPLAYED, "replayed");
        }
    }

    private void consume(Proof proof) {
        nonces.add(proof.keyId() + ' ' + proof.nonce());
    }

    private Seat existing(String workerId) {
        Seat seat = seats.get(workerId);
        if (seat == null) {
            throw new RefusedException(Refusal.UNKNOWN_WORKER, "no such worker");
        }
        return seat;
    }

    /** This happened to a member, who stays one. */
    private void put(String id, Kind kind) {
        Seat seat = existing(id);
        seat.member = after(seat.member, kind);
        if (kind.status() != WorkerStatus.SUSPECT) {
            seat.witnesses.clear();
        }
        append(kind, id, seat.member.worker(), seat.member.claims().address());
    }

    /** This happened to a member, who is down from now on. */
    private void remove(String id, Kind kind) {
        Member gone = after(existing(id).member, kind);
        seats.remove(id);
        contests.remove(id);
        absent.remove(id);
        absent.put(id, gone);
        if (absent.size() > maxWorkers) {
            String first = absent.keySet().iterator().next();
            absent.remove(first);
            history.remove(first);
        }
        append(kind, id, null, gone.claims().address());
    }

    private Member after(Member member, Kind kind) {
        return new Member(
                member.worker().withStatus(kind.status()),
                member.claims(),
                kind,
                now,
                member.presentSince(),
                now,
                member.load(),
                member.owner());
    }

    private void append(Kind kind, String workerId, @Nullable Worker worker, URI address) {
        long version = changes.size() + 1L;
        changes.add(new Change(String.valueOf(++written), version, kind, workerId, worker));
        List<HistoryEntry> entries = history.computeIfAbsent(workerId, id -> new ArrayList<>());
        entries.add(new HistoryEntry(now, kind, address));
        if (entries.size() > HISTORY) {
            entries.remove(0);
        }
    }
}
