package dev.equipoise.starter.registration;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;

/** No answer, or none that can be understood. The message names the registry and the reason in one line. */
public final class RegistryUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    RegistryUnreachableException(URI target, Throwable cause) {
        super(target.getScheme() + "://" + target.getAuthority() + " is not reachable: " + reason(cause), cause);
    }

    RegistryUnreachableException(URI target, String fault) {
        super(target + " is no registry: " + fault);
    }

    /** The JDK's client leaves the messages of the two commonest faults null. */
    private static String reason(Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            String message = at.getMessage();
            if (message != null && !message.isBlank()) {
                return message;
            }
            if (at instanceof UnresolvedAddressException) {
                return "its name does not resolve";
            }
        }
        return fault instanceof ConnectException
                ? "connection refused"
                : fault.getClass().getSimpleName();
    }

    /** Never null, unlike that of its parent. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
