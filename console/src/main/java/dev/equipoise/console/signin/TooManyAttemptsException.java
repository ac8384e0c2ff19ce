package dev.equipoise.console.signin;

import org.springframework.security.core.AuthenticationException;

/** The password was not looked at: too many were wrong. */
final class TooManyAttemptsException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    TooManyAttemptsException() {
        super("too many attempts");
    }
}
