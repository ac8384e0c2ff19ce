package dev.equipoise.core.load;

/** The load of one worker, live: each call reads the state of this moment. Any thread may read; reads do not allocate. */
public interface WorkerLoad {

    /** Requests sent to it and not ended. Never negative. */
    int inFlight();

    /**
     * Requests of other gateways that it serves at the same time, by its own last report
     * ({@link LoadTracker#reported}); falls to 0 in a straight line within 10 s of the report, for an old report has no
     * say. Never negative; 0 where nothing was reported.
     */
    double reportedInFlight();

    /**
     * Peak EWMA of its response time in nanoseconds, failures counted as slow; decays towards the typical latency while
     * nothing is heard, so that a worker that once was slow is tried again. Greater than 0.
     */
    double latencyNanos();

    /**
     * Moving average of its response time in nanoseconds, failures that took longer included; fades into the typical
     * latency like its peaks. Less nervous than those, so fit for comparing workers that share a load. At least as long as
     * the worker has been silent while it owed an answer, so that one that hangs is seen before its first timeout. Greater
     * than 0.
     */
    double meanLatencyNanos();

    /** Moving share of calls that succeeded, in [0, 1]; 1 while nothing is known. */
    double successRate();

    /** Calls that succeeded since it is tracked. */
    long successes();

    /** Calls that failed since it is tracked. */
    long failures();

    /** Calls that failed since the last one that succeeded, or since it is tracked. */
    int failuresInARow();
}
