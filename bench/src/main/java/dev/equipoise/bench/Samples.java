package dev.equipoise.bench;

import java.util.Arrays;

/** Times as they are measured, to be sorted later. For one thread. */
public final class Samples {

    private static final int FIRST_SIZE = 1024;

    private long[] nanos = new long[FIRST_SIZE];
    private int count;

    public void add(long sample) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = sample;
    }

    /** Those so far, which are not those of later any more. */
    public Latencies take() {
        Latencies taken = Latencies.of(Arrays.copyOf(nanos, count));
        count = 0;
        return taken;
    }
}
