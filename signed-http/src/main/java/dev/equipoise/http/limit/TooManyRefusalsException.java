package dev.equipoise.http.limit;

/** The request was not looked at: too many from its source were refused. */
public final class TooManyRefusalsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Limited limited;

    TooManyRefusalsException(Limited limited) {
        super("too many refusals", null, false, false);
        this.limited = limited;
    }

    public Limited limited() {
        return limited;
    }
}
