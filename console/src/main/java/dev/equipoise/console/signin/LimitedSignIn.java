package dev.equipoise.console.signin;

import dev.equipoise.http.limit.RefusalLimits;
import dev.equipoise.http.limit.Source;
import dev.equipoise.http.limit.TooManyRefusalsException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Checks passwords, but not as many as somebody likes to try: of an address that sent too many wrong ones only one now and
 * then, and never more than a few at the same time, for each costs a tenth of a second of a processor.
 */
final class LimitedSignIn implements AuthenticationProvider {

    private static final Logger log = LoggerFactory.getLogger("equipoise.audit");
    private static final int AT_ONCE = 4;
    private static final int LONGEST_NAME = 64;

    private final AuthenticationProvider passwords;
    private final RefusalLimits limits;
    private final Semaphore checks = new Semaphore(AT_ONCE);

    LimitedSignIn(AuthenticationProvider passwords, RefusalLimits limits) {
        this.passwords = passwords;
        this.limits = limits;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        Source source = source(attempt);
        try {
            limits.spend(source);
        } catch (TooManyRefusalsException e) {
            throw new TooManyAttemptsException();
        }
        if (!checks.tryAcquire()) {
            throw new TooManyAttemptsException();
        }
        try {
            Authentication known = passwords.authenticate(attempt);
            if (known == null) {
                throw new BadCredentialsException("not decided");
            }
            log.info("operator={} did=\"signed in\" from={}", known.getName(), source);
            return known;
        } catch (AuthenticationException e) {
            limits.refused(source);
            log.warn("operator={} refused=\"sign-in\" from={}", shown(attempt.getName()), source);
            throw e;
        } finally {
            checks.release();
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return passwords.supports(authentication);
    }

    private static Source source(Authentication attempt) {
        if (attempt.getDetails() instanceof WebAuthenticationDetails details) {
            return Source.of(details.getRemoteAddress());
        }
        throw new BadCredentialsException("no address");
    }

    /** Somebody may have typed a password in its place; so only names that could be one, and not all of them. */
    private static String shown(String name) {
        return name.length() <= LONGEST_NAME && name.matches("[A-Za-z0-9._@-]+") ? name : "?";
    }
}
