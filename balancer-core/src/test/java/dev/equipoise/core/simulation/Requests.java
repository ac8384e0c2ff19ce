package dev.equipoise.core.simulation;

import dev.equipoise.core.load.Call;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are somewhere, each under a small number that is used again after it is gone. Those whose client
 * still waits are linked in the order of arrival, so that with one timeout for all the oldest is always the next to time
 * out and no timer needs to be cancelled.
 */
final class Requests {

    enum State {
        WAITING,
        IN_SLOT,
        HANGING,
        ANSWERED
    }

    private static final int NONE = -1;

    long[] arrivedAt = new long[0];
    long[] luck = new long[0];
    int[] gateway = new int[0];
    int[] station = new int[0];
    /** Whether it was tried at another worker before. */
    boolean[] retried = new boolean[0];

    State[] state = new State[0];
    /** Whether the worker answered, or will answer, that it failed. */
    boolean[] failing = new boolean[0];
    /** Whether the client has its answer or has given up. */
    boolean[] ended = new boolean[0];

    @Nullable
    Call[] call = new Call[0];

    @Nullable
    String[] key = new String[0];

    private int[] older = new int[0];
    private int[] newer = new int[0];
    private int oldest = NONE;
    private int newest = NONE;
    private int firstFree = NONE;
    private int open;

    /** A new request at the end of the line of those whose client waits. */
    int open(long now) {
        if (firstFree == NONE) {
            grow();
        }
        int handle = firstFree;
        firstFree = newer[handle];
        arrivedAt[handle] = now;
        ended[handle] = false;
        failing[handle] = false;
        retried[handle] = false;
        state[handle] = State.WAITING;
        older[handle] = newest;
        newer[handle] = NONE;
        if (newest == NONE) {
            oldest = handle;
        } else {
            newer[newest] = handle;
        }
        newest = handle;
        open++;
        return handle;
    }

    /** Its client waits no longer. */
    void end(int handle) {
        if (ended[handle]) {
            throw new IllegalStateException("a request ended twice");
        }
        ended[handle] = true;
        call[handle] = null;
        key[handle] = null;
        if (older[handle] == NONE) {
            oldest = newer[handle];
        } else {
            newer[older[handle]] = newer[handle];
        }
        if (newer[handle] == NONE) {
            newest = older[handle];
        } else {
            older[newer[handle]] = older[handle];
        }
        open--;
    }

    /** It has ended and nobody will ask for it any more. */
    void forget(int handle) {
        newer[handle] = firstFree;
        firstFree = handle;
    }

    /** How many have not ended. */
    int open() {
        return open;
    }

    /** The one that has waited longest. There must be one. */
    int oldest() {
        return oldest;
    }

    private void grow() {
        int size = arrivedAt.length;
        int larger = Math.max(1 << 10, size * 2);
        if (larger > EventQueue.MAX_SUBJECT + 1) {
            throw new IllegalStateException("more than " + size + " requests at the same time");
        }
        arrivedAt = Arrays.copyOf(arrivedAt, larger);
        luck = Arrays.copyOf(luck, larger);
        gateway = Arrays.copyOf(gateway, larger);
        station = Arrays.copyOf(station, larger);
        state = Arrays.copyOf(state, larger);
        failing = Arrays.copyOf(failing, larger);
        ended = Arrays.copyOf(ended, larger);
        retried = Arrays.copyOf(retried, larger);
        call = Arrays.copyOf(call, larger);
        key = Arrays.copyOf(key, larger);
        older = Arrays.copyOf(older, larger);
        newer = Arrays.copyOf(newer, larger);
        for (int handle = larger - 1; handle >= size; handle--) {
            forget(handle);
        }
    }
}
