package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;

/** Told once of each try that says something of its worker. Any thread; must not block. */
@FunctionalInterface
public interface Outcomes {

    void saw(Worker worker, Outcome outcome);
}
