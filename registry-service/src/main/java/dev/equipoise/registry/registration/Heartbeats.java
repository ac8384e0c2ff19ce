package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.Session;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.registration.VerifyingKey;
import dev.equipoise.http.message.SignedRequests;
import dev.equipoise.http.message.StrictJson;
import dev.equipoise.http.trust.Enrolment;
import dev.equipoise.registry.RegistryProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes heartbeats. The session keys of the leases are remembered after their first use so that a heartbeat costs one
 * round trip to the store, which decides anyway whether the lease still lives; as many as the fleet may have members. Any
 * thread.
 */
@Component
public final class Heartbeats {

    private final Leases leases;
    private final MessageVerifier verifier;
    private final Enrolment enrolment;
    private final int most;
    private final Map<String, Session> known = new ConcurrentHashMap<>();

    Heartbeats(Leases leases, MessageVerifier verifier, Enrolment enrolment, RegistryProperties properties) {
        this.leases = leases;
        this.verifier = verifier;
        this.enrolment = enrolment;
        this.most = properties.maxWorkers();
    }

    /** A signed request with a load report as its body. */
    void accept(String workerId, HttpServletRequest request) throws IOException {
        SignedMessage message = SignedRequests.read(request);
        Proof proof = verified(workerId, message);
        SignedRequests.requireJson(request);
        leases.renew(workerId, proof.keyId(), load(message.body()), proof);
    }

    /** A signed request without a body, whose nonce opens a session. @throws RefusedException if it is not of this worker */
    public Proof open(String workerId, HttpServletRequest request) throws IOException {
        Proof proof = verified(workerId, SignedRequests.read(request));
        leases.renew(workerId, proof.keyId(), LoadReport.NONE, proof);
        return proof;
    }

    private Proof verified(String workerId, SignedMessage message) {
        return verifier.verify(message, leaseId -> key(workerId, leaseId));
    }

    /** @throws RefusedException if it is no load report */
    public LoadReport load(byte[] body) {
        return StrictJson.read(body, HeartbeatBody.class).load();
    }

    /**
     * The key of this lease of this worker.
     *
     * @throws RefusedException UNKNOWN_LEASE if the worker does not hold it; KEY_REVOKED if the key it was
     *     opened with is revoked, and then the worker is out
     */
    public VerifyingKey key(String workerId, String leaseId) {
        Session session = known.get(workerId);
        if (session == null || !session.leaseId().equals(leaseId)) {
            session = remember(workerId, leases.session(workerId));
        }
        if (session == null || !session.leaseId().equals(leaseId)) {
            throw new RefusedException(
                    Refusal.UNKNOWN_LEASE, "The worker does not hold the lease that signed this; register again.");
        }
        if (enrolment.revoked().contains(session.keyId())) {
            known.remove(workerId);
            leases.revoke(workerId, leaseId);
            throw new RefusedException(
                    Refusal.KEY_REVOKED, "The key " + session.keyId() + " that this lease was opened with is revoked.");
        }
        return VerifyingKey.hmac(session.secret());
    }

    private @Nullable Session remember(String workerId, @Nullable Session session) {
        if (session == null) {
            known.remove(workerId);
            return null;
        }
        if (known.size() >= most) {
            // Rare: sessions of workers that are gone have piled up. Those that live come back with their next
            // heartbeat.
            known.clear();
        }
        known.put(workerId, session);
        return session;
    }
}
