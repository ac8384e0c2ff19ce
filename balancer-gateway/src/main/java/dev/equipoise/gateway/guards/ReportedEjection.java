package dev.equipoise.gateway.guards;

import dev.equipoise.core.guard.FleetGuard;
import dev.equipoise.core.guard.OutlierEjection;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outlier ejection that says in the log whom it takes out, who returns, and when it panics: one line each at most. */
final class ReportedEjection implements FleetGuard {

    private static final Logger log = LoggerFactory.getLogger(ReportedEjection.class);
    private static final int NAMED = 10;

    private final String service;
    private final OutlierEjection ejection;
    // Written by the one thread that applies guards.
    private Set<String> out = Set.of();
    private boolean panicked;

    ReportedEjection(String service, OutlierEjection ejection) {
        this.service = service;
        this.ejection = ejection;
    }

    @Override
    public String name() {
        return ejection.name();
    }

    @Override
    public int affected() {
        return ejection.affected();
    }

    @Override
    public boolean panicking() {
        return ejection.panicking();
    }

    @Override
    public Fleet apply(Fleet fleet, long now) {
        Fleet left = ejection.apply(fleet, now);
        reportPanic(fleet.size());
        reportWorkers(fleet, left);
        return left;
    }

    private void reportPanic(int workers) {
        boolean panics = ejection.panicking();
        if (panics && !panicked) {
            log.warn(
                    "{}: so many of {} workers fail or lag that none is taken out: traffic goes by weight",
                    service,
                    workers);
        } else if (!panics && panicked) {
            log.info("{}: outliers are taken out again", service);
        }
        panicked = panics;
    }

    private void reportWorkers(Fleet fleet, Fleet left) {
        Set<String> outNow = fleet.workers().stream()
                .map(Worker::id)
                .filter(id -> left.find(id) == null)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> ejected = new TreeSet<>(outNow);
        ejected.removeAll(out);
        Set<String> returned = new TreeSet<>(out);
        returned.removeIf(id -> left.find(id) == null);
        if (!ejected.isEmpty()) {
            log.info("{}: taken out as outliers: {}", service, names(ejected));
        }
        if (!returned.isEmpty()) {
            log.info("{}: no longer out as outliers: {}", service, names(returned));
        }
        out = outNow;
    }

    private static String names(Set<String> ids) {
        String named = ids.stream().limit(NAMED).collect(Collectors.joining(", "));
        return ids.size() <= NAMED ? named : named + " and " + (ids.size() - NAMED) + " more";
    }
}
