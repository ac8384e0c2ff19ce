package dev.equipoise.reputation.owner;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.reputation.Explanation;
import dev.equipoise.core.reputation.FleetCap;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.core.reputation.Verdict;
import dev.equipoise.reputation.book.FactBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Publishes what balancers care about when it changes: states, and multipliers in steps of 0.01. Of each service only so many
 * are out at a time as {@link FleetCap} admits; the rest stay on probation. One thread, while this replica owns the log.
 */
final class StandingsBoard {

    private static final int CHUNK = 500;
    private static final double STEPS = 100;
    private static final double LEAST = 0.1;
    private static final long READ_AGAIN = 60_000;

    private final Standings standings;
    private final FactBook book;
    private final Map<String, Standing> published = new HashMap<>();
    private long readAt;

    StandingsBoard(Standings standings, FactBook book) {
        this.standings = standings;
        this.book = book;
    }

    /** What the store has counts as published. */
    void begin(long now) {
        readAt = now;
        published.clear();
        standings.snapshot().standings().forEach(standing -> published.put(standing.worker(), standing));
    }

    void publish(Collection<Worker> fleet, long now) {
        if (now - readAt >= READ_AGAIN) {
            // An owner that was paused may have published after us, before it noticed.
            begin(now);
        }
        List<FactBook.Entry> entries = book.entries(now);
        Set<String> spared = spared(entries, fleet, now);
        List<Standing> changed = new ArrayList<>();
        Set<String> gone = new HashSet<>(published.keySet());
        for (FactBook.Entry entry : entries) {
            gone.remove(entry.worker());
            Standing before = published.get(entry.worker());
            boolean isSpared = spared.contains(entry.worker());
            TrustState state = isSpared ? TrustState.PROBATION : entry.stage().state();
            double multiplier = rounded(entry.score().multiplier());
            if (before == null || before.state() != state || before.multiplier() != multiplier) {
                long since = before != null && before.state() == state
                        ? before.since()
                        : isSpared ? now : entry.stage().since();
                changed.add(new Standing(
                        entry.worker(), state, multiplier, entry.score().points(), since, why(entry, isSpared, now)));
            }
        }
        for (int from = 0; from < changed.size(); from += CHUNK) {
            tell(changed.subList(from, Math.min(changed.size(), from + CHUNK)), Set.of());
        }
        if (!gone.isEmpty()) {
            tell(List.of(), gone);
        }
    }

    private void tell(List<Standing> changed, Set<String> gone) {
        standings.publish(changed, gone);
        changed.forEach(standing -> published.put(standing.worker(), standing));
        gone.forEach(published::remove);
    }

    private static double rounded(double multiplier) {
        return Math.max(LEAST, Math.round(multiplier * STEPS) / STEPS);
    }

    private String why(FactBook.Entry entry, boolean isSpared, long now) {
        if (isSpared) {
            return "too many of its service would be out";
        }
        Verdict verdict = entry.verdict();
        if (!verdict.latched().isEmpty()) {
            return verdict.latched();
        }
        Explanation explanation = entry.stage().state() == TrustState.ACTIVE ? null : book.explain(entry.worker(), now);
        return explanation == null ? "" : explanation.strongestAgainst();
    }

    /** Those that should be out by score or restlessness, and may not all be. Who serves several must be admitted in each. */
    private static Set<String> spared(List<FactBook.Entry> entries, Collection<Worker> fleet, long now) {
        Map<String, FactBook.Entry> known = new HashMap<>();
        entries.forEach(entry -> known.put(entry.worker(), entry));
        Map<String, Integer> sizes = new HashMap<>();
        Map<String, List<FleetCap.Candidate>> candidates = new HashMap<>();
        for (Worker worker : fleet) {
            FactBook.Entry entry = known.get(worker.id());
            if (entry != null && entry.stage().state() == TrustState.BANNED) {
                continue;
            }
            for (String service : worker.services()) {
                sizes.merge(service, 1, Integer::sum);
                if (entry != null && isOpinion(entry, now)) {
                    candidates
                            .computeIfAbsent(service, name -> new ArrayList<>())
                            .add(new FleetCap.Candidate(
                                    worker.id(), entry.score().points()));
                }
            }
        }
        Set<String> spared = new HashSet<>();
        candidates.forEach((service, all) -> {
            Set<String> admitted = FleetCap.admitted(all, sizes.getOrDefault(service, 0));
            all.stream()
                    .map(FleetCap.Candidate::worker)
                    .filter(worker -> !admitted.contains(worker))
                    .forEach(spared::add);
        });
        return spared;
    }

    private static boolean isOpinion(FactBook.Entry entry, long now) {
        TrustState state = entry.stage().state();
        Long until = entry.verdict().quarantinedUntil();
        boolean spokenOf = until != null && now < until;
        return (state == TrustState.QUARANTINED || state == TrustState.SUPPRESSED) && !spokenOf;
    }
}
