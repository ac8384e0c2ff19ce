package dev.equipoise.core.simulation;

import dev.equipoise.core.membership.Worker;

/** A worker at work: what is in its slots, and who waits. */
final class Station {

    final int index;
    final String id;
    final IntQueue line = new IntQueue();

    boolean inFleet;
    Worker worker;
    int slots;
    Behaviour behaviour;
    /** Slots in use. */
    int serving;
    /** Requests in a slot, and those in line whose client has not given up. */
    int inSystem;

    Station(int index, SimulatedWorker worker) {
        this.index = index;
        this.id = worker.id();
        this.worker = worker.worker();
        this.slots = worker.slots();
        this.behaviour = worker.behaviour();
    }

    /** From now on it is and describes itself like this. */
    void become(SimulatedWorker worker) {
        this.worker = worker.worker();
        slots = worker.slots();
        behaviour = worker.behaviour();
    }
}
