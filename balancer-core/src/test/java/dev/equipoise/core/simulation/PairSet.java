package dev.equipoise.core.simulation;

import java.util.Arrays;

/** A set of pairs of small numbers: open addressing in an array of longs, at most half full. */
final class PairSet {

    private static final long EMPTY = -1;
    private static final long FIBONACCI = 0x9E3779B97F4A7C15L;

    private long[] table = newTable(1 << 10);
    private int size;

    /** Whether it was not there before. Both numbers are 0 or more. */
    boolean add(int first, int second) {
        if (size * 2 >= table.length) {
            grow();
        }
        boolean added = put((long) first << 32 | second);
        size += added ? 1 : 0;
        return added;
    }

    private boolean put(long pair) {
        int at = (int) ((pair * FIBONACCI) >>> 32) & (table.length - 1);
        while (table[at] != EMPTY) {
            if (table[at] == pair) {
                return false;
            }
            at = (at + 1) & (table.length - 1);
        }
        table[at] = pair;
        return true;
    }

    private void grow() {
        long[] old = table;
        table = newTable(old.length * 2);
        for (long pair : old) {
            if (pair != EMPTY) {
                put(pair);
            }
        }
    }

    private static long[] newTable(int length) {
        long[] table = new long[length];
        Arrays.fill(table, EMPTY);
        return table;
    }
}
