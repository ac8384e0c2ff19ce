package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Registered;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.registration.WorkerRegistry;
import dev.equipoise.http.message.SignedRequests;
import dev.equipoise.http.message.StrictJson;
import dev.equipoise.http.trust.Signers;
import dev.equipoise.registry.lease.WorkerCalls;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The signed writes. Nothing of a message is parsed before its signature verified, and nothing is written before it is
 * known to be allowed; the store then consumes the nonce and makes the change in one step.
 */
@RestController
class RegistrationController {

    private static final Logger log = LoggerFactory.getLogger(RegistrationController.class);

    private final Signers signers;
    private final MessageVerifier verifier;
    private final WorkerRegistry registry;
    private final Heartbeats heartbeats;
    private final WorkerCalls calls;
    private final Answers answers;

    RegistrationController(
            Signers signers,
            MessageVerifier verifier,
            WorkerRegistry registry,
            Heartbeats heartbeats,
            WorkerCalls calls,
            Answers answers) {
        this.signers = signers;
        this.verifier = verifier;
        this.registry = registry;
        this.heartbeats = heartbeats;
        this.calls = calls;
        this.answers = answers;
    }

    @PostMapping({"/register-worker", "/api/v1/workers"})
    ResponseEntity<RegistrationAnswer> register(HttpServletRequest request) throws IOException {
        SignedMessage message = SignedRequests.read(request);
        Proof proof = verifier.verify(message, signers.of(request));
        SignedRequests.requireJson(request);
        RegistrationBody body = StrictJson.read(message.body(), RegistrationBody.class);
        Claims claims = body.claims();
        EnrolledKey key = signers.signer(proof);
        key.authorise(claims);
        String replaces = body.replacedLease();
        boolean answered = calls.result(claims, true) == Leases.CallResult.ANSWERED;
        Registered registered = registry.register(
                new Registration(
                        claims,
                        SessionKeys.fresh(proof.keyId()),
                        answered,
                        replaces,
                        key.grant().owner()),
                proof);
        log.info(
                "{} registered at {} for {} with the key {}: {}",
                claims.id(),
                claims.address(),
                claims.services(),
                proof.keyId(),
                registered.kind());
        return answers.created(claims.id(), registered);
    }

    @PutMapping("/api/v1/workers/{id}/heartbeat")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void heartbeat(@PathVariable String id, HttpServletRequest request) throws IOException {
        heartbeats.accept(id, request);
    }

    @PostMapping("/api/v1/workers/{id}/drain")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drain(@PathVariable String id, HttpServletRequest request) throws IOException {
        Proof proof = verifier.verify(SignedRequests.read(request), signers.of(request));
        signers.signer(proof).authorise(id);
        registry.drain(id, proof);
        log.info("{} drains", id);
    }

    @DeleteMapping("/api/v1/workers/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void leave(@PathVariable String id, HttpServletRequest request) throws IOException {
        Proof proof = verifier.verify(SignedRequests.read(request), signers.of(request));
        signers.signer(proof).authorise(id);
        registry.leave(id, proof);
        log.info("{} left", id);
    }
}
