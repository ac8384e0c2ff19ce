package dev.equipoise.starter.cloud;

import dev.equipoise.starter.registration.MembershipState;
import dev.equipoise.starter.registration.WorkerMembership;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Spring Cloud's verbs on the membership of this worker, whatever registration is handed in: there is one. A membership
 * goes one way, from registering over draining to left; what would turn it back is refused.
 */
public final class WorkerServiceRegistry implements ServiceRegistry<WorkerRegistration> {

    private final WorkerMembership membership;

    public WorkerServiceRegistry(WorkerMembership membership) {
        this.membership = membership;
    }

    /**
     * Begins to register, if that has not begun, and returns at once.
     *
     * @throws IllegalStateException if the worker is on its way out
     */
    @Override
    public void register(@Nullable WorkerRegistration registration) {
        if (isEnding()) {
            throw new IllegalStateException("This worker is " + membership.state() + " and stays so; start it anew.");
        }
        membership.start();
    }

    /** Leaves for good. Blocks for at most 0.6 s. */
    @Override
    public void deregister(@Nullable WorkerRegistration registration) {
        membership.leave();
    }

    /** Nothing to close: the membership ends with the application. */
    @Override
    public void close() {}

    /**
     * {@code DRAINING} or {@code OUT_OF_SERVICE}: no new requests from now on. {@code UP}: register, if that has not begun.
     * Case does not matter.
     *
     * @throws ResponseStatusException 400 if there is no such status, 409 if the worker is on its way out and should be
     *     up, 503 if the registry could not be told
     */
    @Override
    public void setStatus(WorkerRegistration registration, String status) {
        switch (status.toUpperCase(Locale.ROOT)) {
            case "DRAINING", "OUT_OF_SERVICE" -> drain();
            case "UP" -> {
                if (isEnding()) {
                    throw new ResponseStatusException(
                            HttpStatus.CONFLICT,
                            "This worker is " + membership.state() + " and stays so; start it anew.");
                }
                membership.start();
            }
            default ->
                throw new ResponseStatusException(
                        HttpStatus.BAD_REQUEST, "The status must be UP, DRAINING or OUT_OF_SERVICE.");
        }
    }

    /** {@code UP} while registered, else the name of the {@link MembershipState}. */
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature of the interface
    public <T> T getStatus(WorkerRegistration registration) {
        MembershipState state = membership.state();
        return (T) (state == MembershipState.REGISTERED ? "UP" : state.name());
    }

    private void drain() {
        if (membership.state() != MembershipState.LEFT && !membership.drain() && membership.lease() != null) {
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "The registry could not be told; ask again.");
        }
    }

    private boolean isEnding() {
        MembershipState state = membership.state();
        return state == MembershipState.DRAINING || state == MembershipState.LEFT;
    }
}
