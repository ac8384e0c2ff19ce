package dev.equipoise.registry.events;

/** This replica has as many open streams as it may have. */
public final class TooManySubscribersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManySubscribersException(int most) {
        // No stack trace: it is an answer, not a fault.
        super("This replica already has " + most + " subscribers, as many as it may have.", null, false, false);
    }
}
