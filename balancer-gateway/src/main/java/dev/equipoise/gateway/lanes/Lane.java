package dev.equipoise.gateway.lanes;

import java.util.Locale;

/** The ways a request can take. */
public enum Lane {
    /** From the HTTP codec straight to the forwarder. */
    EXPRESS,
    /** Through Spring Cloud Gateway. */
    SPRING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
