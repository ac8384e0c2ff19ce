package dev.equipoise.core.registration;

/** A signed message was refused; nothing was changed. The message is fit for the sender and holds no secret. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public RefusedException(Refusal refusal, String message) {
        // No stack trace: refusals are answers, not faults, and a flood of them must stay cheap.
        super(message, null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** Never null, unlike that of its parent. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
