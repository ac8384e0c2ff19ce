package dev.equipoise.core.membership;

/** The store did not answer. Nothing is known to have changed; trying again later is right. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
