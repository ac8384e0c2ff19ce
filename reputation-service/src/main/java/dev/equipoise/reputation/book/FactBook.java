package dev.equipoise.reputation.book;

import dev.equipoise.core.reputation.Effect;
import dev.equipoise.core.reputation.Explanation;
import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.Ledger;
import dev.equipoise.core.reputation.Score;
import dev.equipoise.core.reputation.ScoreTerms;
import dev.equipoise.core.reputation.Stage;
import dev.equipoise.core.reputation.Trust;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.core.reputation.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the log of facts says, as far as it was read: every replica keeps one and reads the log in the one order it has, so all
 * say the same. One thread reads on and steps; any thread asks. Remembers as much as the ledger, and of each worker its last
 * {@value Past#SHOWN} facts.
 */
public final class FactBook {

    private static final int PAGE = 1000;

    /** Steps at most in a quiet time nobody watched, so that what ended in it has ended. */
    private static final int UNWATCHED_STEPS = 16;

    private final FactLog log;
    private final ScoreTerms terms;
    private final Trust trust;

    // All guarded by this.
    private Ledger ledger;
    private Map<String, Past> pasts = new HashMap<>();
    private Links links = new Links();
    private String position = FactLog.START;
    private boolean whole;
    private long lastAt;
    private String lastId = "";

    public FactBook(FactLog log, ScoreTerms terms, Trust trust) {
        this.log = log;
        this.terms = terms;
        this.trust = trust;
        this.ledger = new Ledger(terms);
    }

    /** A worker as of a moment. */
    public record Entry(String worker, Score score, Stage stage, Verdict verdict) {}

    /** Begins anew: the log may be another one. */
    public synchronized void close() {
        ledger = new Ledger(terms);
        pasts = new HashMap<>();
        links = new Links();
        position = FactLog.START;
        whole = false;
        lastAt = 0;
        lastId = "";
    }

    /**
     * Reads on to the end of the log.
     *
     * @param each is given every entry, after it counts
     * @throws dev.equipoise.core.membership.StoreUnavailableException and can be called again
     */
    public void readOn(Consumer<FactLog.Entry> each) {
        List<FactLog.Entry> page = log.after(position(), PAGE);
        while (!page.isEmpty()) {
            take(page);
            page.forEach(each);
            page = log.after(position(), PAGE);
        }
        synchronized (this) {
            whole = true;
        }
    }

    private synchronized String position() {
        return position;
    }

    private synchronized void take(List<FactLog.Entry> page) {
        for (FactLog.Entry entry : page) {
            Fact fact = notBefore(entry.fact(), ledger.at(entry.fact().worker()));
            String worker = fact.worker();
            Past past = pasts.computeIfAbsent(worker, id -> new Past(fact.at()));
            position = entry.position();
            if (past.has(fact.id())) {
                continue;
            }
            stepUnwatched(worker, past, fact.at());
            String placeBefore = past.place();
            ledger.add(fact);
            past.add(fact);
            links.move(worker, placeBefore, past.place());
            past.step(
                    trust.next(past.stage(), ledger.score(worker, fact.at()), ledger.verdict(worker), fact.at()),
                    fact.at());
            lastAt = Math.max(lastAt, fact.at());
            lastId = fact.id();
        }
    }

    /** What comes late counts from when it came. */
    private static Fact notBefore(Fact fact, long at) {
        return fact.at() >= at ? fact : at(fact, at);
    }

    private static Fact at(Fact fact, long at) {
        return new Fact(
                fact.id(),
                at,
                fact.worker(),
                fact.place(),
                fact.type(),
                fact.effect(),
                fact.why(),
                fact.reporter(),
                fact.until());
    }

    private void stepUnwatched(String worker, Past past, long to) {
        long from = past.steppedAt();
        for (int i = 1; i <= UNWATCHED_STEPS && mayChange(past.stage().state()); i++) {
            long now = from + (to - from) * i / UNWATCHED_STEPS;
            past.step(trust.next(past.stage(), ledger.score(worker, now), ledger.verdict(worker), now), now);
        }
    }

    private static boolean mayChange(TrustState state) {
        return state != TrustState.NEW && state != TrustState.ACTIVE;
    }

    /**
     * These facts in this order as they may be appended: none before the last one of the log, nor before the one in front of
     * it, so that order in the log and order of time are one.
     */
    public synchronized List<Fact> stamped(List<Fact> facts) {
        List<Fact> stamped = new ArrayList<>(facts.size());
        long at = lastAt;
        String id = lastId;
        for (Fact fact : facts) {
            long next = Math.max(at, fact.at());
            at = next == at && fact.id().compareTo(id) <= 0 ? next + 1 : next;
            id = fact.id();
            stamped.add(at(fact, at));
        }
        return stamped;
    }

    /** Steps the trust in everybody. About once a second. */
    public synchronized void step(long now) {
        pasts.forEach((worker, past) -> {
            long at = Math.max(now, past.steppedAt());
            if (at - past.steppedAt() > UNWATCHED_STEPS * 1000L) {
                stepUnwatched(worker, past, at);
            }
            past.step(trust.next(past.stage(), ledger.score(worker, at), ledger.verdict(worker), at), at);
        });
    }

    /** Forgets what {@link Ledger#forget} forgets. */
    public synchronized void forget(long now) {
        ledger.forget(now);
        pasts.entrySet().removeIf(entry -> {
            boolean gone = !ledger.knows(entry.getKey());
            if (gone) {
                links.move(entry.getKey(), entry.getValue().place(), "");
            }
            return gone;
        });
    }

    /** Whether the log was read to its end since the book was opened. */
    public synchronized boolean isWhole() {
        return whole;
    }

    public synchronized boolean isEmpty() {
        return pasts.isEmpty();
    }

    public synchronized int size() {
        return pasts.size();
    }

    /** When the last fact of all was; 0 if there is none. */
    public synchronized long lastAt() {
        return lastAt;
    }

    /** Everybody, in no order. */
    public synchronized List<Entry> entries(long now) {
        List<Entry> all = new ArrayList<>(pasts.size());
        pasts.forEach((worker, past) ->
                all.add(new Entry(worker, ledger.score(worker, now), past.stage(), ledger.verdict(worker))));
        return all;
    }

    /** @return null if nothing is known of the worker */
    public synchronized @Nullable Entry entry(String worker, long now) {
        Past past = pasts.get(worker);
        return past == null ? null : new Entry(worker, ledger.score(worker, now), past.stage(), ledger.verdict(worker));
    }

    public synchronized Known known(String worker) {
        Past past = pasts.get(worker);
        return past == null ? Known.NOTHING : past.known();
    }

    public synchronized boolean isUp(String worker) {
        return ledger.isUp(worker);
    }

    public synchronized Verdict verdict(String worker) {
        return ledger.verdict(worker);
    }

    public synchronized Score score(String worker, long now) {
        return ledger.score(worker, now);
    }

    /** @return null if nothing is known of the worker */
    public synchronized @Nullable Explanation explain(String worker, long now) {
        return ledger.explain(worker, now);
    }

    /** The last facts about this worker, newest first; empty if there are none. */
    public synchronized List<Fact> facts(String worker) {
        Past past = pasts.get(worker);
        return past == null ? List.of() : past.newestFirst();
    }

    /** Who is up, in no order. */
    public synchronized List<String> up() {
        return pasts.keySet().stream().filter(ledger::isUp).toList();
    }

    /** Who is down because its lease ended, by its own fault. */
    public synchronized Map<String, Long> lost() {
        Map<String, Long> lost = new HashMap<>();
        pasts.forEach((worker, past) -> {
            long at = past.known().lostAt();
            if (at > 0) {
                lost.put(worker, at);
            }
        });
        return lost;
    }

    /** What the ledger lets a new identity inherit that is linked to these. */
    public synchronized Effect inherited(List<String> linked, long now) {
        return ledger.inherited(linked, now);
    }

    /** Workers of this owner, if it is named. */
    public synchronized List<String> ofOwner(String owner) {
        return links.ofOwner(owner);
    }

    /** Workers whose last place was on this host, or in the same /64 of IPv6. */
    public synchronized List<String> onHost(String host) {
        return links.onHost(host);
    }
}
