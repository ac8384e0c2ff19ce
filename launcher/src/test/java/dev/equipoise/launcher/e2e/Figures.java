package dev.equipoise.launcher.e2e;

/** Durations are printed and never asserted: machines are noisy. */
final class Figures {

    private Figures() {}

    static void print(String what, long sinceNanos) {
        System.out.println(what + " after " + (System.nanoTime() - sinceNanos) / 1_000_000 + " ms");
    }

    /** How many requests a test lasts at the end: few, or as many seconds' worth as {@code e2e.seconds} says. */
    static int requests(int perSecond) {
        return perSecond * seconds(2);
    }

    /** The length of an outage: short, or what {@code e2e.seconds} says. */
    static int seconds(int usual) {
        return Integer.getInteger("e2e.seconds", usual);
    }
}
