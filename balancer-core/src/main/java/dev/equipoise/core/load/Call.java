package dev.equipoise.core.load;

/**
 * One request in flight to one worker. It is ended exactly once by {@link #succeeded}, {@link #failed}, {@link #overtaken} or
 * {@link #ignored}; what comes after the first ending changes nothing. Any thread may call any method.
 *
 * <p>Several endings, because a fast failure or a cancellation must never look like a fast worker (after Netflix
 * concurrency-limits, {@code Limiter.Listener}).
 */
public interface Call {

    /**
     * The head of the response arrived. The response time is measured up to here if this was called before the end,
     * else up to the end, so that a client reading slowly is not charged to the worker.
     */
    void responded();

    /** The worker answered. Its response time counts. */
    void succeeded();

    /** The worker failed to answer, or answered that it failed. Counts as a failure and as a slow response. */
    void failed();

    /**
     * Another worker answered the same request meanwhile, and nobody waits for this one. It would have taken at least as long as it
     * did: a slow answer, and a failure where it is one of several in a row without an answer between them, for then the worker hangs.
     */
    void overtaken();

    /** It ended for reasons that say nothing about the worker, such as a client that went away. */
    void ignored();
}
