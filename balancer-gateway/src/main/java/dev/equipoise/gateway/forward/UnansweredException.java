package dev.equipoise.gateway.forward;

/** A request of Spring's lane has no answer of a worker. */
public final class UnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Unanswered why;

    private final long retryAfterSeconds;

    public UnansweredException(Unanswered why) {
        this(why, 1);
    }

    /** @param retryAfterSeconds when asking again makes sense, if ever; at least 1 */
    public UnansweredException(Unanswered why, long retryAfterSeconds) {
        super("No worker's answer: " + why, null, false, false);
        this.why = why;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    public Unanswered why() {
        return why;
    }
}
