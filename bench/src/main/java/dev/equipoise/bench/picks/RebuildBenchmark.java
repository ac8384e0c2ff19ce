package dev.equipoise.bench.picks;

import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.Picker;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What each change of the fleet costs: a worker leaves and comes back, and each time there is a new picker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RebuildBenchmark {

    /** A name of {@link LoadBalancingPolicies#names()}. */
    @Param({})
    public String policy = LoadBalancingPolicies.DEFAULT;

    /** How many workers there are before one leaves. */
    @Param({})
    public int workers;

    private LoadBalancingPolicy rebuilt = (fleet, previous) -> Picker.NOBODY;
    private Picker picker = Picker.NOBODY;
    private Fleet fleet = Fleet.EMPTY;
    private Fleet other = Fleet.EMPTY;

    @Setup(Level.Trial)
    public void build() {
        rebuilt = LoadBalancingPolicies.byName(
                policy, new PeakEwmaLoadTracker(System::nanoTime), ThreadLocalRandom::current);
        fleet = Workers.fleetOf(workers);
        other = Workers.withoutOne(fleet);
        picker = rebuilt.pickerFor(fleet, null);
    }

    /** A picker for the changed fleet, given the one before. */
    @Benchmark
    public Picker rebuild() {
        Fleet next = other;
        other = fleet;
        fleet = next;
        picker = rebuilt.pickerFor(fleet, picker);
        return picker;
    }
}
