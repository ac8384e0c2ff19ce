package dev.equipoise.gateway.guards;

import dev.equipoise.core.guard.FleetGuard;
import dev.equipoise.core.guard.StandingGuard;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.policy.Thinning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard of standings, which says in the log when it stands aside. */
final class ReportedStanding implements FleetGuard {

    private static final Logger log = LoggerFactory.getLogger(ReportedStanding.class);

    private final String service;
    private final StandingGuard guard;
    // Written by the one thread that applies guards.
    private boolean stoodAside;

    ReportedStanding(String service, StandingGuard guard) {
        this.service = service;
        this.guard = guard;
    }

    @Override
    public String name() {
        return guard.name();
    }

    @Override
    public int affected() {
        return guard.affected();
    }

    @Override
    public boolean standsAside() {
        return guard.standsAside();
    }

    @Override
    public Fleet apply(Fleet fleet, long now) {
        Fleet left = guard.apply(fleet, now);
        boolean standsAside = guard.standsAside();
        if (standsAside && !stoodAside) {
            log.warn(
                    "{}: by their standings fewer than half of {} workers are usable: all that are not banned are used",
                    service,
                    fleet.size());
        } else if (!standsAside && stoodAside) {
            log.info("{}: standings count again", service);
        }
        stoodAside = standsAside;
        return left;
    }

    @Override
    public Picker around(Picker policy, Fleet seen, Thinning thinning) {
        return guard.around(policy, seen, thinning);
    }
}
