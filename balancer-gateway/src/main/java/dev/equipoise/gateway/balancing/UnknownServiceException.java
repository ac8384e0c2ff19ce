package dev.equipoise.gateway.balancing;

import java.util.Collection;

/** Nobody has asked for this service yet, and no setting names it. */
public final class UnknownServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownServiceException(String service, Collection<String> known) {
        super(
                "There is no service \"" + service + "\" with requests or settings; there are: "
                        + String.join(", ", known) + ".",
                null,
                false,
                false);
    }
}
