package dev.equipoise.gateway.routing;

/** There is no worker for the request, or none that accepts it. Nothing of the request was sent. */
public final class NoWorkerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoWorkerException(String message) {
        super(message, null, false, false);
    }
}
