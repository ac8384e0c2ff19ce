package dev.equipoise.http.trust;

import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.VerifyingKey;
import dev.equipoise.http.limit.RefusalLimits;
import dev.equipoise.http.limit.Source;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may have signed a request: the enrolled keys, as far as the address it came from may cost us a verification. */
@Component
public final class Signers {

    private final Enrolment enrolment;
    private final RefusalLimits limits;

    Signers(Enrolment enrolment, RefusalLimits limits) {
        this.enrolment = enrolment;
        this.limits = limits;
    }

    /** The verifying keys by id, for this request. A look-up throws as {@link Enrolment#find}. */
    public Function<String, @Nullable VerifyingKey> of(HttpServletRequest request) {
        Source source = Source.of(request.getRemoteAddr());
        return keyId -> {
            EnrolledKey key = enrolment.find(keyId);
            return key == null ? null : charged(key.key(), source);
        };
    }

    /**
     * The key, to be verified with at the expense of whoever sent the request: verifying throws
     * {@link dev.equipoise.http.limit.TooManyRefusalsException} where that is too much.
     */
    public VerifyingKey charged(VerifyingKey key, HttpServletRequest request) {
        return charged(key, Source.of(request.getRemoteAddr()));
    }

    private VerifyingKey charged(VerifyingKey key, Source source) {
        if (!key.isCostly()) {
            return key;
        }
        return (message, signature) -> {
            limits.spend(source);
            return key.verifies(message, signature);
        };
    }

    /** The key behind a proof. @throws RefusedException UNKNOWN_KEY and others, if it was taken away this very moment */
    public EnrolledKey signer(Proof proof) {
        EnrolledKey key = enrolment.find(proof.keyId());
        if (key == null) {
            throw new RefusedException(
                    Refusal.UNKNOWN_KEY, "The key id " + proof.keyId() + " is not enrolled any more.");
        }
        return key;
    }
}
