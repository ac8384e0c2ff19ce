package dev.equipoise.registry.keys;

import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.JoinToken;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.PublicKeyRecord;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.registration.TrustStore;
import dev.equipoise.core.registration.VerifyingKey;
import dev.equipoise.http.message.SignedRequests;
import dev.equipoise.http.message.StrictJson;
import dev.equipoise.http.operator.OperatorOnly;
import dev.equipoise.http.trust.Enrolment;
import dev.equipoise.http.trust.KeySource;
import dev.equipoise.http.trust.Signers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The keys that are trusted: workers enrol theirs with a join token, operators see and revoke them. */
@RestController
@RequestMapping("/api/v1/keys")
class KeysController {

    private static final Logger log = LoggerFactory.getLogger(KeysController.class);

    private final Enrolment enrolment;
    private final Signers signers;
    private final MessageVerifier verifier;
    private final TrustStore store;

    KeysController(Enrolment enrolment, Signers signers, MessageVerifier verifier, TrustStore store) {
        this.enrolment = enrolment;
        this.signers = signers;
        this.verifier = verifier;
        this.store = store;
    }

    /** @param revoked ids, whether there still is such a key or not */
    record KeyList(List<KeyView> keys, TreeSet<String> revoked) {}

    /** @param known whether this replica knew a key of this id; if not, the id may have been misspelt */
    record Revoked(String id, boolean known) {}

    @OperatorOnly
    @GetMapping
    KeyList keys() {
        return new KeyList(
                enrolment.keys().stream()
                        .map(trusted -> KeyView.of(trusted.key(), trusted.source(), enrolment.isActive(trusted.key())))
                        .sorted(Comparator.comparing(KeyView::id))
                        .toList(),
                new TreeSet<>(enrolment.revoked()));
    }

    /** Revokes even what this replica does not know: another may, and a thief will not wait. */
    @OperatorOnly
    @DeleteMapping("/{*id}")
    Revoked revoke(@PathVariable String id) {
        String keyId = id.substring(1);
        if (!EnrolledKey.isId(keyId)) {
            throw new RefusedException(Refusal.INVALID_FIELD, "The path must end with the id of a key.");
        }
        boolean known = enrolment.has(keyId) || enrolment.revoked().contains(keyId);
        store.revoke(keyId);
        log.warn("The key {} was revoked by an operator", keyId);
        refreshNow();
        return new Revoked(keyId, known);
    }

    /**
     * The one message that is parsed before it is verified: what it is verified with is in it. Nothing is done until it has
     * shown that the sender holds the private half.
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    KeyView enrol(HttpServletRequest request) throws IOException {
        SignedMessage message = SignedRequests.read(request);
        SignedRequests.requireJson(request);
        KeyBody body = StrictJson.read(message.body(), KeyBody.class);
        String token = body.requiredToken();
        Proof proof =
                verifier.verify(message, keyId -> signers.charged(VerifyingKey.ed25519(body.requiredKey()), request));
        body.requireId(proof.keyId());
        if (enrolment.has(proof.keyId())) {
            throw new RefusedException(Refusal.KEY_EXISTS, "A key of this id is enrolled already; choose another id.");
        }
        PublicKeyRecord enrolled = store.enrol(
                JoinToken.hash(token),
                proof.keyId(),
                Base64.getEncoder().encodeToString(body.requiredKey().getEncoded()));
        log.info(
                "The key {} was enrolled for {}",
                enrolled.id(),
                enrolled.grant().owner());
        refreshNow();
        EnrolledKey trusted = enrolled.enrolled();
        return KeyView.of(trusted, KeySource.ENROLLED, enrolment.isActive(trusted));
    }

    /** What was done is done, even if it cannot be read back this moment. */
    private void refreshNow() {
        try {
            enrolment.refresh();
        } catch (RuntimeException e) {
            log.debug("Keys were not read again at once; the next look will", e);
        }
    }
}
