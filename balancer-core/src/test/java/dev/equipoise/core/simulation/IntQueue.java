package dev.equipoise.core.simulation;

/** Small numbers, first in first out. */
final class IntQueue {

    /** A ring whose length is a power of two. */
    private int[] ring = new int[8];

    private int head;
    private int size;

    void add(int number) {
        if (size == ring.length) {
            int[] larger = new int[size * 2];
            System.arraycopy(ring, head, larger, 0, size - head);
            System.arraycopy(ring, 0, larger, size - head, head);
            ring = larger;
            head = 0;
        }
        ring[(head + size++) & (ring.length - 1)] = number;
    }

    /** Takes the oldest out. There must be one. */
    int remove() {
        int oldest = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        return oldest;
    }

    boolean isEmpty() {
        return size == 0;
    }
}
