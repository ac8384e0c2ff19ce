package dev.equipoise.launcher.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * Flags for half a dozen JVMs on one laptop: small, and quick to start. They cost throughput, so nothing that is to be
 * measured runs with them; {@code ./equipoise gateway} has flags of its own.
 */
final class JvmFlags {

    private JvmFlags() {}

    static List<String> running(Service service, Jdk jdk, boolean cached) {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:+UseSerialGC");
        flags.add("-Xmx" + service.heapMegabytes() + "m");
        flags.add("-Xss512k");
        // Where it is not said, a full collection comes each time more classes are there than 21 MiB hold, and again:
        // several in a start.
        flags.add("-XX:MetaspaceSize=128m");
        flags.add("-XX:+ExitOnOutOfMemoryError");
        // Compiling with C2 doubles the processor time of a start, except from an ahead-of-time cache. The gateway,
        // through which every request goes, gets C2 where it is cheap.
        if (service != Service.GATEWAY || !jdk.hasAotCache() || !cached) {
            flags.add("-XX:TieredStopAtLevel=1");
        }
        flags.addAll(compatibility(jdk));
        return flags;
    }

    /**
     * Flags of a training run. G1 and not the collector of the real runs: on JDK 25 only with it are heap objects
     * stored, and the serial collector can load them.
     */
    static List<String> training(Jdk jdk) {
        List<String> flags = new ArrayList<>(List.of("-XX:+UseG1GC", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        // Some of these decide whether a cache may be used, so they are the same in every run.
        flags.addAll(compatibility(jdk));
        return flags;
    }

    private static List<String> compatibility(Jdk jdk) {
        List<String> flags = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        if (jdk.warnsOfUnsafe()) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
            flags.add("-Dio.netty.noUnsafe=false");
        }
        return flags;
    }
}
