package dev.equipoise.gateway.routing;

/** There are workers for the request, but each has as many requests as it may have. Nothing of the request was sent. */
public final class WorkersBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WorkersBusyException() {
        super("Every worker has as many requests as it may have.", null, false, false);
    }
}
