package dev.equipoise.registry.events;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import java.net.URI;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The data of an event. Its JSON is a contract: fields are added, never renamed or taken away.
 *
 * @param kind what happened, in lower case; the name of the event, too
 * @param id the worker it happened to
 * @param version one more than that of the change before
 * @param worker how it is now; null when it is out
 */
record ChangeView(
        String kind, String id, long version, @Nullable ChangedWorker worker) {

    static ChangeView of(Change change) {
        Worker worker = change.worker();
        return new ChangeView(
                change.kind().name().toLowerCase(Locale.ROOT),
                change.workerId(),
                change.version(),
                worker == null ? null : ChangedWorker.of(worker));
    }

    /** What the change log says of a worker, under the names it has in the list. The rest is in {@code /{id}}. */
    record ChangedWorker(
            String id,
            URI address,
            SortedSet<String> services,
            WorkerStatus status,
            String zone,
            Capacity capacity,
            double weight,
            long epoch) {

        private static ChangedWorker of(Worker worker) {
            return new ChangedWorker(
                    worker.id(),
                    worker.uri(),
                    new TreeSet<>(worker.services()),
                    worker.status(),
                    worker.zone(),
                    worker.capacity(),
                    worker.weight(),
                    worker.epoch());
        }
    }
}
