package dev.equipoise.core.simulation;

import java.util.Arrays;

/**
 * What happens when: a binary heap of primitives, earliest first, and among events of the same nanosecond the one that
 * was added first. An event is a kind and a subject, both small numbers whose meaning is the caller's. Nothing is
 * allocated but for growth.
 */
final class EventQueue {

    /** What {@link #nextTime} answers when nothing is left. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int KIND_BITS = 3;
    private static final int SUBJECT_BITS = 24;
    private static final int ORDER_SHIFT = KIND_BITS + SUBJECT_BITS;

    static final int MAX_SUBJECT = (1 << SUBJECT_BITS) - 1;

    private long[] times = new long[1 << 10];
    /** Order of arrival, subject, kind, from the highest bit to the lowest: compares like the order of arrival. */
    private long[] tags = new long[1 << 10];

    private int size;
    private long added;

    /**
     * @param kind in [0, 7]
     * @param subject in [0, {@link #MAX_SUBJECT}]
     */
    void add(long time, int kind, int subject) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            tags = Arrays.copyOf(tags, size * 2);
        }
        long tag = added++ << ORDER_SHIFT | (long) subject << KIND_BITS | kind;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!isBefore(time, tag, parent)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        times[hole] = time;
        tags[hole] = tag;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** When the first event happens; {@link #NEVER} if there is none. */
    long nextTime() {
        return size == 0 ? NEVER : times[0];
    }

    /** The kind of the first event. There must be one. */
    int nextKind() {
        return (int) tags[0] & ((1 << KIND_BITS) - 1);
    }

    /** What the first event is about. There must be one. */
    int nextSubject() {
        return (int) (tags[0] >>> KIND_BITS) & MAX_SUBJECT;
    }

    /** Takes the first event out. There must be one. */
    void remove() {
        size--;
        long time = times[size];
        long tag = tags[size];
        int hole = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && isBefore(times[child + 1], tags[child + 1], child)) {
                child++;
            }
            if (isBefore(time, tag, child)) {
                break;
            }
            move(child, hole);
            hole = child;
            child = 2 * hole + 1;
        }
        times[hole] = time;
        tags[hole] = tag;
    }

    private boolean isBefore(long time, long tag, int other) {
        return time < times[other] || (time == times[other] && tag < tags[other]);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        tags[to] = tags[from];
    }
}
