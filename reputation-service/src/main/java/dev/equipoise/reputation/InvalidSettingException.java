package dev.equipoise.reputation;

/** A property has a value that cannot be. The service does not start. */
final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;

    InvalidSettingException(String property, String message) {
        super(property + ": " + message);
        this.property = property;
    }

    String property() {
        return property;
    }
}
