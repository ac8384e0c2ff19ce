package dev.equipoise.bench.picks;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** One thread that sends requests: its keys, and its part of the fleet's open calls, which no other thread touches. */
@State(Scope.Thread)
public class Client {

    private Keys keys = new Keys(0);
    private int first;
    private int calls = 1;
    private int turn;

    @Setup(Level.Trial)
    public void takePart(BusyFleet fleet, ThreadParams thread) {
        keys = new Keys(thread.getThreadIndex() * 1_000_003);
        calls = fleet.openCalls() / thread.getThreadCount();
        first = thread.getThreadIndex() * calls;
    }

    PickRequest nextRequest() {
        return keys.next();
    }

    /** The oldest of this thread's calls ends, and one to {@code worker} begins. */
    void send(BusyFleet fleet, Worker worker) {
        turn = turn + 1 == calls ? 0 : turn + 1;
        fleet.replace(first + turn, worker);
    }
}
