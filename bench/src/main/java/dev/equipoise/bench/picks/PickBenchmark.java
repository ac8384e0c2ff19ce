package dev.equipoise.bench.picks;

import dev.equipoise.core.membership.Worker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What each request pays. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickBenchmark {

    /** The choice alone; what is in flight stays as it is. */
    @Benchmark
    public Worker pick(BusyFleet fleet, Client client) {
        return fleet.pick(client.nextRequest());
    }

    /** The choice, the start of a call and the success of an older one: what a request changes for the next pick. */
    @Benchmark
    public Worker request(BusyFleet fleet, Client client) {
        Worker worker = fleet.pick(client.nextRequest());
        client.send(fleet, worker);
        return worker;
    }
}
