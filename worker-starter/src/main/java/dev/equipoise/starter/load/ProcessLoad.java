package dev.equipoise.starter.load;

import dev.equipoise.core.registration.LoadReport;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * Load as the JVM sees it: processors of the machine or container, heap, requests in flight. The processor share is the
 * machine's and not the process's, because a busy neighbour slows this worker as much as its own work does.
 */
public final class ProcessLoad implements LoadSource {

    private final Traffic traffic;

    public ProcessLoad(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public LoadReport sample() {
        return new LoadReport(cpu(), memory(), 0, 0, traffic.inFlight(), 0);
    }

    private static double cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? share(system.getCpuLoad())
                : 0;
    }

    private static double memory() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long max = heap.getMax() > 0 ? heap.getMax() : Runtime.getRuntime().maxMemory();
        return share((double) heap.getUsed() / max);
    }

    /** The JVM answers with a negative number or NaN until it has measured. */
    static double share(double raw) {
        return raw > 0 ? Math.min(raw, 1) : 0;
    }
}
