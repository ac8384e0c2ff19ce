package dev.equipoise.bench.sockets;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a turn took of the machine, its warm-up included.
 *
 * @param balancerMillis processor time of the balancer's processes for each 1,000 requests
 * @param ownMillis the same of generator and workers
 * @param machineBusy share of all processors that was busy, whoever kept it so
 */
record Usage(double balancerMillis, double ownMillis, double machineBusy) {

    /** Begins to measure. */
    static Meter meter(RunningBalancer balancer) {
        return new Meter(balancer);
    }

    /** Between two readings. */
    static final class Meter {

        private final OperatingSystemMXBean machine =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private final RunningBalancer balancer;
        private final long balancerNanos;
        private final long ownNanos;

        private Meter(RunningBalancer balancer) {
            this.balancer = balancer;
            this.balancerNanos = balancer.cpu().toNanos();
            this.ownNanos = machine.getProcessCpuTime();
            // Each reading tells of the time since the one before it.
            machine.getCpuLoad();
        }

        Usage stop(int requests) {
            double thousands = requests / 1e3;
            return new Usage(
                    (balancer.cpu().toNanos() - balancerNanos) / 1e6 / thousands,
                    (machine.getProcessCpuTime() - ownNanos) / 1e6 / thousands,
                    machine.getCpuLoad());
        }
    }
}
