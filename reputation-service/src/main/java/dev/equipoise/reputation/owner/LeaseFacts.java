package dev.equipoise.reputation.owner;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.HistoryEntry;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.reputation.book.FactBook;
import dev.equipoise.reputation.book.Known;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the changes of the fleet into facts, each once: the id of a fact is that of its change, so a new owner reads what the
 * change log still has and leaves out what is known. An ended lease waits for a moment, so that the first of many that are
 * lost together is not blamed for it. One thread, while this replica owns the log.
 */
final class LeaseFacts {

    static final Duration HOLD = Duration.ofSeconds(10);

    /** After a look at the whole fleet, before those count as gone who are not in it. */
    static final Duration MISSING = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(LeaseFacts.class);
    private static final String REPORTER = "registry";
    private static final Duration NO_WAIT = Duration.ofMillis(1);
    private static final int BATCHES = 10;

    private final ChangeLog changes;
    private final Roster roster;
    private final FactBook book;
    private final FactWriter writer;
    private final FactWeights weights;
    private final Newcomers newcomers;
    private final int mostWorkers;

    private final FleetView fleet = new FleetView();
    private final Deque<Ended> ended = new ArrayDeque<>();
    private final List<Fact> pending = new ArrayList<>();
    private String incarnation = "";
    private String position = ChangeLog.START;
    /** Of the last change that was read; -1 for none. */
    private long version = -1;
    /** The version that {@link #fleet} holds for sure. */
    private long seen;

    /** When this reading began. */
    private long time;

    private boolean reconciled;
    private long missingAt = Long.MAX_VALUE;
    private boolean full;

    /** A lease that ended, and did not become a fact yet. */
    private record Ended(Change change, long at) {}

    LeaseFacts(
            ChangeLog changes,
            Roster roster,
            FactBook book,
            FactWriter writer,
            FactWeights weights,
            Newcomers newcomers,
            int mostWorkers) {
        this.changes = changes;
        this.roster = roster;
        this.book = book;
        this.writer = writer;
        this.weights = weights;
        this.newcomers = newcomers;
        this.mostWorkers = mostWorkers;
    }

    FleetView fleet() {
        return fleet;
    }

    /** Takes the fleet as it is and begins at the oldest change that is left. */
    void begin(long now) {
        ended.clear();
        pending.clear();
        look(now);
        position = ChangeLog.START;
        version = -1;
    }

    private void look(long now) {
        ChangeLog.Snapshot snapshot = changes.snapshot();
        fleet.replace(snapshot.workers());
        incarnation = snapshot.incarnation();
        position = snapshot.position();
        version = snapshot.version();
        seen = snapshot.version();
        reconciled = false;
        missingAt = now + MISSING.toMillis();
    }

    /** Reads on, up to a bound, and writes what became facts. */
    void follow(long now) {
        time = now;
        newcomers.refresh();
        List<Change> batch = changes.after(position, NO_WAIT);
        for (int i = 0; !batch.isEmpty() && i < BATCHES; i++) {
            if (version >= 0 && batch.get(0).version() != version + 1) {
                log.warn("Changes of the fleet are missing: it is looked at as a whole");
                look(now);
            } else {
                batch.forEach(this::take);
            }
            batch = changes.after(position, NO_WAIT);
        }
        fleet.look(now);
        release(now);
        if (batch.isEmpty() && !reconciled) {
            fleet.members().forEach(this::reconcilePresent);
            reconciled = true;
        }
        if (now >= missingAt) {
            missingAt = Long.MAX_VALUE;
            reconcileMissing(now);
        }
        flush();
    }

    private void take(Change change) {
        position = change.position();
        version = change.version();
        if (change.version() > seen) {
            fleet.apply(change);
            seen = change.version();
        }
        String id = change.workerId();
        if (isFact(change.kind()) && !book.known(id).has(incarnation, change.version())) {
            release(id);
            handle(change, moment(change));
        }
    }

    private static boolean isFact(Change.Kind kind) {
        return switch (kind) {
            case JOINED, MOVED, LEFT, EXPIRED, EQUIVOCATED, REVOKED -> true;
            default -> false;
        };
    }

    private void handle(Change change, long at) {
        String worker = change.workerId();
        String id = id(change);
        switch (change.kind()) {
            case JOINED, MOVED -> {
                Worker now = change.worker();
                if (now != null) {
                    up(now, change.kind() == Change.Kind.MOVED, id, at);
                }
            }
            case EXPIRED -> {
                fleet.expired(worker, at);
                ended.add(new Ended(change, at));
            }
            case LEFT -> down(worker, FactType.LEFT, weights.of(FactType.LEFT), id, at, "it said goodbye");
            case EQUIVOCATED -> latch(worker, FactType.EQUIVOCATED, id, at, "two processes claimed its id");
            case REVOKED -> latch(worker, FactType.KEY_REVOKED, id, at, "its key was revoked");
            default -> throw new IllegalStateException("no fact: " + change.kind());
        }
    }

    private String id(Change change) {
        return "change:" + incarnation + ':' + change.version();
    }

    /** By the store's clock: the first thing of this kind that happened to it behind its last fact, as its history has it. */
    private long moment(Change change) {
        String worker = change.workerId();
        long last = book.known(worker).lastAt();
        long latest = time;
        for (HistoryEntry entry : roster.history(worker)) {
            if (entry.kind() == change.kind()) {
                latest = entry.at().toEpochMilli();
                if (latest > last) {
                    return latest;
                }
            }
        }
        return latest;
    }

    private void up(Worker worker, boolean announced, String id, long at) {
        flush(worker.id());
        Member member = roster.member(worker.id());
        String owner = member == null ? "" : member.owner();
        URI address = worker.uri();
        String place = Known.place(owner, address.getAuthority());
        Known known = book.known(worker.id());
        if (!book.verdict(worker.id()).joined()) {
            if (isFull()) {
                return;
            }
            flushEvidence();
            Newcomers.Beginning beginning = newcomers.of(worker.id(), owner, address, at);
            add(new Fact(
                    id + ":enrolled",
                    at,
                    worker.id(),
                    place,
                    FactType.ENROLLED,
                    beginning.effect(),
                    beginning.why(),
                    REPORTER,
                    null));
            add(fact(id, at, worker.id(), place, FactType.JOINED, ""));
            return;
        }
        boolean elsewhere = !known.authority().equals(address.getAuthority());
        boolean isUp = book.isUp(worker.id());
        if (elsewhere && !announced && (isUp || known.isLost())) {
            String why = "at " + address.getAuthority() + ", not at " + known.authority();
            add(new Fact(
                    id + ":address",
                    at,
                    worker.id(),
                    place,
                    FactType.ADDRESS_UNANNOUNCED,
                    unannounced(isUp),
                    why,
                    REPORTER,
                    null));
        }
        if (isUp && announced && elsewhere) {
            add(fact(id, at, worker.id(), place, FactType.ADDRESS_CHANGED, "to " + address.getAuthority()));
        } else if (!isUp || elsewhere) {
            add(fact(id, at, worker.id(), place, FactType.JOINED, ""));
        }
    }

    /**
     * Half as much proof where its lease was lost before: whoever starts containers again gives them other addresses. In full it would put a
     * newcomer that crashes once into quarantine.
     */
    private Effect unannounced(boolean isUp) {
        Effect full = weights.of(FactType.ADDRESS_UNANNOUNCED);
        return isUp ? full : new Effect(full.proven() / 2, full.behaviour(), full.credit(), full.debt(), full.flap());
    }

    private boolean isFull() {
        boolean fullNow = book.size() >= mostWorkers;
        if (fullNow && !full) {
            log.warn(
                    "{} workers are remembered; nothing is written down of newcomers before some are forgotten",
                    mostWorkers);
        }
        full = fullNow;
        return fullNow;
    }

    private void down(String worker, FactType type, Effect effect, String id, long at, String why) {
        flush(worker);
        if (book.isUp(worker)) {
            add(new Fact(id, at, worker, book.known(worker).place(), type, effect, why, REPORTER, null));
        }
    }

    private void latch(String worker, FactType type, String id, long at, String why) {
        flush(worker);
        add(fact(id, at, worker, book.known(worker).place(), type, why));
    }

    /** Leases that ended a while ago. */
    private void release(long now) {
        while (!ended.isEmpty() && ended.element().at() + HOLD.toMillis() <= now) {
            blame(ended.remove());
        }
    }

    /** Those of a worker to whom something else happens. */
    private void release(String worker) {
        fleet.look(time);
        for (Iterator<Ended> waiting = ended.iterator(); waiting.hasNext(); ) {
            Ended one = waiting.next();
            if (one.change().workerId().equals(worker)) {
                waiting.remove();
                blame(one);
            }
        }
    }

    private void blame(Ended one) {
        boolean excused = fleet.wasMass(one.at());
        down(
                one.change().workerId(),
                FactType.LEASE_LOST,
                excused ? Effect.NONE : weights.of(FactType.LEASE_LOST),
                id(one.change()),
                one.at(),
                excused ? "lost together with many: not its fault" : "its lease ended without a word");
    }

    private void reconcilePresent(Worker worker) {
        boolean waits = ended.stream().anyMatch(one -> one.change().workerId().equals(worker.id()));
        if (worker.status() == WorkerStatus.STARTING || waits || book.isUp(worker.id())) {
            return;
        }
        Member member = roster.member(worker.id());
        if (member != null) {
            String id = "registration:" + worker.epoch() + ':' + worker.id();
            up(worker, false, id, member.since().toEpochMilli());
        }
    }

    private void reconcileMissing(long now) {
        flush();
        Set<String> waiting = new HashSet<>();
        ended.forEach(one -> waiting.add(one.change().workerId()));
        for (String worker : book.up()) {
            if (fleet.member(worker) == null && !waiting.contains(worker)) {
                Member member = roster.member(worker);
                long at = member == null ? now : member.since().toEpochMilli();
                String id = "absence:" + incarnation + ':' + book.known(worker).lastAt() + ':' + worker;
                switch (member == null ? Change.Kind.LEFT : member.why()) {
                    case EXPIRED ->
                        down(
                                worker,
                                FactType.LEASE_LOST,
                                weights.of(FactType.LEASE_LOST),
                                id,
                                at,
                                "its lease ended without a word");
                    case EQUIVOCATED -> latch(worker, FactType.EQUIVOCATED, id, at, "two processes claimed its id");
                    case REVOKED -> latch(worker, FactType.KEY_REVOKED, id, at, "its key was revoked");
                    default ->
                        down(worker, FactType.LEFT, weights.of(FactType.LEFT), id, at, "the registry knows it no more");
                }
            }
        }
    }

    private Fact fact(String id, long at, String worker, String place, FactType type, String why) {
        return new Fact(id, at, worker, place, type, weights.of(type), why, REPORTER, null);
    }

    private void add(Fact fact) {
        pending.add(fact);
    }

    /** What is decided of a worker is decided by all that is known of it. */
    private void flush(String worker) {
        if (pending.stream().anyMatch(fact -> fact.worker().equals(worker))) {
            flush();
        }
    }

    /** A newcomer inherits what was written a moment ago, too. */
    private void flushEvidence() {
        boolean evidence = pending.stream()
                .anyMatch(fact -> fact.type() != FactType.ENROLLED
                        && fact.type() != FactType.JOINED
                        && !fact.effect().equals(Effect.NONE));
        if (evidence) {
            flush();
            newcomers.refresh();
        }
    }

    private void flush() {
        if (!pending.isEmpty()) {
            List<Fact> facts = List.copyOf(pending);
            pending.clear();
            writer.write(facts);
        }
    }
}
