package dev.equipoise.starter;

/** The application is meant to be a worker and cannot be one as it is configured. */
public final class WorkerMisconfiguredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    WorkerMisconfiguredException(String fault, String remedy) {
        super(fault);
        this.remedy = remedy;
    }

    /** What to do about it, in one sentence. */
    public String remedy() {
        return remedy;
    }
}
