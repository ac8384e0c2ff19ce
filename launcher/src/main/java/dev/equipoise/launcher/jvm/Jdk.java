package dev.equipoise.launcher.jvm;

import java.nio.file.Path;

/**
 * The JDK that runs our services: the one that runs us, because the script has looked for the newest.
 *
 * @param build distinguishes any two builds: a start-up cache of one is of no use to another
 */
public record Jdk(Path home, int feature, String build) {

    // JEP 514: one flag records, assembles and stores an ahead-of-time cache.
    private static final int FIRST_WITH_AOT_CACHE = 25;
    // JEP 498: a warning at the first use of sun.misc.Unsafe's memory methods, which Netty is faster with.
    private static final int FIRST_TO_WARN_OF_UNSAFE = 24;

    public static Jdk running() {
        return new Jdk(
                Path.of(System.getProperty("java.home")),
                Runtime.version().feature(),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"));
    }

    public String java() {
        return home.resolve("bin").resolve("java").toString();
    }

    boolean hasAotCache() {
        return feature >= FIRST_WITH_AOT_CACHE;
    }

    boolean warnsOfUnsafe() {
        return feature >= FIRST_TO_WARN_OF_UNSAFE;
    }
}
