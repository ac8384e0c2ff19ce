package dev.equipoise.gateway.forward;

/** A request of Spring's lane has no answer of a worker. */
public final class UnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Unanswered why;

    public UnansweredException(Unanswered why) {
        super("No worker's answer: " + why, null, false, false);
        this.why = why;
    }

    public Unanswered why() {
        return why;
    }
}
