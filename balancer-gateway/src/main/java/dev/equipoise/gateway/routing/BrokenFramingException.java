package dev.equipoise.gateway.routing;

import java.io.IOException;

/** A worker's answer breaks the framing of HTTP: nothing more can be read from its connection. */
public final class BrokenFramingException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenFramingException(Throwable fault) {
        super("The answer breaks the framing of HTTP: " + fault.getMessage(), fault);
    }
}
