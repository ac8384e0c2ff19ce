package dev.equipoise.gateway;

/** A property has a value that cannot be. The gateway does not start. */
public final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;

    public InvalidSettingException(String property, String message) {
        super(message);
        this.property = property;
    }

    public String property() {
        return property;
    }
}
