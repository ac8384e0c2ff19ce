package dev.equipoise.bench.sockets;

import java.util.ArrayDeque;

/**
 * A worker: serves a fixed number of jobs at once, each for the time it demands times the worker's slowness; the others
 * wait in the order of their arrival. For one thread, that of its timer.
 */
final class SlotQueue {

    /** Calls back later, on the thread of the queue. */
    interface Timer {
        void after(long nanos, Runnable task);
    }

    /** Something to serve. */
    interface Job {

        /** How long it keeps a slot of a worker that is not slow. */
        long demandNanos();

        /** Whether nobody waits for it any more: such a job takes no slot when its turn comes. */
        boolean isAbandoned();

        /** It has been served. */
        void served();
    }

    private final int slots;
    private final double slowness;
    private final Timer timer;
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private int busy;

    SlotQueue(int slots, double slowness, Timer timer) {
        this.slots = slots;
        this.slowness = slowness;
        this.timer = timer;
    }

    void submit(Job job) {
        waiting.add(job);
        fillSlots();
    }

    /** Jobs in slots and in line. */
    int pending() {
        return busy + waiting.size();
    }

    private void fillSlots() {
        while (busy < slots && !waiting.isEmpty()) {
            Job job = waiting.remove();
            if (!job.isAbandoned()) {
                busy++;
                timer.after(Math.round(job.demandNanos() * slowness), () -> finish(job));
            }
        }
    }

    private void finish(Job job) {
        busy--;
        fillSlots();
        job.served();
    }
}
