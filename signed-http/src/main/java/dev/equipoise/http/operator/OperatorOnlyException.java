package dev.equipoise.http.operator;

/** The request did not prove that an operator sent it. */
public final class OperatorOnlyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean possible;

    OperatorOnlyException(boolean possible, String message) {
        super(message, null, false, false);
        this.possible = possible;
    }

    /** Whether there is a token at all that would have proved it. */
    public boolean isPossible() {
        return possible;
    }

    /** Never null, unlike that of its parent. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
