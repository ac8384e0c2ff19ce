package dev.equipoise.registry.registration;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.registration.KeyRole;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.http.message.SignedRequests;
import dev.equipoise.http.message.StrictJson;
import dev.equipoise.http.trust.Signers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gateways say which workers refuse connections. Each key is one witness; workers never speak about others. */
@RestController
class DoubtsController {

    private final Signers signers;
    private final MessageVerifier verifier;
    private final Leases leases;

    DoubtsController(Signers signers, MessageVerifier verifier, Leases leases) {
        this.signers = signers;
        this.verifier = verifier;
        this.leases = leases;
    }

    /** @param epoch of the registration that refuses */
    record DoubtBody(@Nullable Long epoch) {}

    @PostMapping("/api/v1/workers/{id}/doubts")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void doubt(@PathVariable String id, HttpServletRequest request) throws IOException {
        SignedMessage message = SignedRequests.read(request);
        Proof proof = verifier.verify(message, signers.of(request));
        SignedRequests.requireJson(request);
        if (!signers.signer(proof).roles().contains(KeyRole.GATEWAY)) {
            throw new RefusedException(
                    Refusal.ROLE_NOT_ALLOWED, "The key " + proof.keyId() + " is not one for gateways.");
        }
        Long epoch = StrictJson.read(message.body(), DoubtBody.class).epoch();
        if (epoch == null) {
            throw new RefusedException(Refusal.INVALID_FIELD, "The field epoch is missing.");
        }
        leases.doubt(id, epoch, Change.Kind.REFUSING, proof.keyId(), proof);
    }
}
