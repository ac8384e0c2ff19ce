package dev.equipoise.gateway.clients;

/** A client is refused for what it did before. Nothing of the request was sent to a worker. */
public final class ClientRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean blocked;
    private final long retryAfterSeconds;

    private ClientRefusedException(String message, boolean blocked, long retryAfterSeconds) {
        super(message, null, false, false);
        this.blocked = blocked;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static ClientRefusedException tooMany(long retryAfterSeconds) {
        return new ClientRefusedException(
                "Too many requests, or too many that made no sense; try again later.", false, retryAfterSeconds);
    }

    static ClientRefusedException barred() {
        return new ClientRefusedException("Requests from this address are refused for a while.", true, 0);
    }

    /** Whether it is refused whatever it asks for; else for asking too often. */
    public boolean blocked() {
        return blocked;
    }

    /** At least 1, unless {@link #blocked}. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
