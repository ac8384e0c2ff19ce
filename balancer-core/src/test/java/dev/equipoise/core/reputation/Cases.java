package dev.equipoise.core.reputation;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Many random cases of one property. Each has a seed of its own, which a failure tells, so that it can be played alone. */
public final class Cases {

    public static final int MANY = 20_000;

    private Cases() {}

    /** @param property fails with an {@link AssertionError} */
    public static void play(String name, long seed, Consumer<SplittableRandom> property) {
        System.out.printf("%s: %d cases of seed %d%n", name, MANY, seed);
        for (int i = 0; i < MANY; i++) {
            long own = seed * 1_000_003 + i;
            try {
                property.accept(new SplittableRandom(own));
            } catch (AssertionError | RuntimeException problem) {
                throw new AssertionError(
                        name + ", seed " + seed + ", case " + i + ": " + problem.getMessage(), problem);
            }
        }
    }
}
