package dev.equipoise.core.registration;

import java.time.Duration;

/** The bounds on how many members may expire; decision 0012 says why. */
public final class Eviction {

    /** More than this share of the fleet is too much to lose within a term. */
    public static final double SHARE = 0.15;

    /** As many may expire within a term in any fleet. */
    public static final int LEAST = 2;

    /** How long self-preservation keeps those that cannot be reached. */
    public static final Duration PRESERVATION = Duration.ofMinutes(10);

    /** After a leave, presence is unbroken if the worker is back within this time. */
    public static final Duration PAUSE = Duration.ofMinutes(15);

    /** How long absent members are known. */
    public static final Duration ABSENCE = Duration.ofDays(7);

    private Eviction() {}

    /** How many may expire within a term. */
    public static int quota(int members) {
        return Math.max(LEAST, (int) (SHARE * members));
    }

    /** Whether so many of so many are lost that it looks like our fault. */
    public static boolean isMass(int lost, int members) {
        return lost > LEAST && lost > SHARE * members;
    }
}
