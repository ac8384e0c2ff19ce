package dev.equipoise.starter.registration;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The registry answered, and the answer was no. The message is one line, fit for a log. */
public final class RegistryRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Answers to a heartbeat that mean this lease is no more; no later heartbeat could change that. */
    private static final Set<Integer> LEASE_GONE = Set.of(401, 403, 404, 409, 410);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final int status;
    private final String slug;
    private final transient @Nullable Duration retryAfter;

    RegistryRefusedException(int status, String slug, String detail, @Nullable Duration retryAfter) {
        super(status + (slug.isEmpty() ? "" : " " + slug) + (detail.isEmpty() ? "" : ": " + detail));
        this.status = status;
        this.slug = slug;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    /** Last segment of the problem's type, such as {@code unknown-lease}; empty where the answer had none. */
    public String slug() {
        return slug;
    }

    /** How long the registry asked us to wait; null if it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Never null, unlike that of its parent. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    boolean leaseGone() {
        return LEASE_GONE.contains(status);
    }

    /** True if another registry, or this one later, may well say yes to the very same request. */
    boolean passing() {
        return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }
}
