package dev.equipoise.gateway.forward;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import org.jspecify.annotations.Nullable;

/** How a try can fail before the response began, and what each way allows. */
public enum Failure {
    /** No connection came about: nothing was sent, and the worker is not to be picked until it accepts one. */
    REFUSED(Outcome.REFUSED, Unanswered.NONE_ACCEPTS),
    /** Every connection to the worker is taken: nothing was sent. */
    BUSY(null, Unanswered.ALL_BUSY),
    /** The connection broke before the response began: the worker may have acted on what it got. */
    BROKEN(Outcome.FAILED, Unanswered.BROKEN),
    /** The response began with what is no HTTP: as if the connection had broken, and nothing more is read from it. */
    FRAMING(Outcome.FRAMING, Unanswered.FRAMING),
    /** No response in time: the worker may be acting on it. */
    LATE(Outcome.FAILED, Unanswered.LATE),
    /** The response told that the worker failed, and was not passed on. */
    ERROR(Outcome.FAILED, Unanswered.BROKEN),
    /** Anything else: not ours to repeat. */
    OTHER(null, Unanswered.UNUSABLE);

    private final @Nullable Outcome outcome;
    private final Unanswered unanswered;

    Failure(@Nullable Outcome outcome, Unanswered unanswered) {
        this.outcome = outcome;
        this.unanswered = unanswered;
    }

    /** What an answer was that the codec could not read. A head that is only too long is no fault of the framing. */
    static Failure undecodable(Throwable cause) {
        if (cause instanceof PrematureChannelClosureException) {
            return BROKEN;
        }
        return cause instanceof TooLongFrameException ? OTHER : FRAMING;
    }

    /**
     * May the request be sent to another worker? What was never sent may, whatever it is; what may have been acted upon
     * only if acting twice is the same as once (RFC 9110 section 9.2.2).
     *
     * @param replayable whether all of the request is still at hand
     * @param idempotent whether its method is
     */
    public boolean allowsAnotherTry(boolean replayable, boolean idempotent) {
        return switch (this) {
            case REFUSED, BUSY -> replayable;
            case BROKEN, FRAMING, LATE, ERROR -> replayable && idempotent;
            case OTHER -> false;
        };
    }

    /** What it says of the worker; null for nothing. */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    /** What the client hears when its last try failed so. */
    public Unanswered unanswered() {
        return unanswered;
    }
}
