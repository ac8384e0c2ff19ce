package dev.equipoise.registry.status;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.registration.HistoryEntry;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What happened to a worker, as shown to people and machines. Its JSON is a contract: fields are added, never renamed or
 * taken away.
 *
 * @param history oldest first, the last twenty
 */
record HistoryView(String id, List<Entry> history) {

    /** @param address where the worker was then */
    record Entry(Instant at, Change.Kind kind, URI address) {}

    static HistoryView of(String id, List<HistoryEntry> entries) {
        return new HistoryView(
                id,
                entries.stream()
                        .map(entry -> new Entry(entry.at(), entry.kind(), entry.address()))
                        .toList());
    }
}
