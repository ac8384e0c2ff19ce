package dev.equipoise.gateway.operator;

/** The request did not prove that an operator sent it. */
public final class OperatorOnlyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OperatorOnlyException(String message) {
        super(message, null, false, false);
    }
}
