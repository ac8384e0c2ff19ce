package dev.equipoise.reputation.observations;

import dev.equipoise.core.registration.KeyRole;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Nonces;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.ReportInbox;
import dev.equipoise.http.message.SignedRequests;
import dev.equipoise.http.message.StrictJson;
import dev.equipoise.http.trust.Signers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes what gateways saw, on any replica, for the one that owns the log. Each key is one gateway; workers never speak about
 * others.
 */
@RestController
class ObservationsController {

    static final int MAX_BODY = 2 * 1024 * 1024;

    private final Signers signers;
    private final MessageVerifier verifier;
    private final Nonces nonces;
    private final ReportInbox inbox;
    private final InstantSource clock;

    ObservationsController(
            Signers signers, MessageVerifier verifier, Nonces nonces, ReportInbox inbox, InstantSource clock) {
        this.signers = signers;
        this.verifier = verifier;
        this.nonces = nonces;
        this.inbox = inbox;
        this.clock = clock;
    }

    @PostMapping("/api/v1/observations")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void observe(HttpServletRequest request) throws IOException {
        SignedMessage message = SignedRequests.read(request, MAX_BODY);
        Proof proof = verifier.verify(message, signers.of(request));
        SignedRequests.requireJson(request);
        if (!signers.signer(proof).roles().contains(KeyRole.GATEWAY)) {
            throw new RefusedException(
                    Refusal.ROLE_NOT_ALLOWED, "The key " + proof.keyId() + " is not one for gateways.");
        }
        GatewayReport report =
                StrictJson.read(message.body(), ObservationsBody.class).report(proof.keyId(), clock.millis());
        nonces.consume(proof);
        inbox.put(report);
    }
}
