package dev.equipoise.reputation.owner;

/** Another replica owns the log of facts by now: nothing was written. */
final class OwnershipLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OwnershipLostException() {
        super("another replica owns the log of facts", null, false, false);
    }
}
