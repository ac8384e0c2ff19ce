package dev.equipoise.bench.suite;

import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Message;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** What workers say to the registry, signed as their starter does it. For one thread. */
public final class WorkerMessages {

    private static final String WORKERS = "/api/v1/workers";
    private static final byte[] NO_BODY = {};
    private static final int NONCE_BYTES = 16;
    private static final int CREATED = 201;

    private final SecureRandom random = new SecureRandom();
    private final RequestSigner enrolled;

    /** @param key enrolled */
    public WorkerMessages(SigningKey key) {
        this.enrolled = signer(key);
    }

    public Message registration(String id, URI address) {
        String body = """
                {"id":"%s","address":"%s","services":["default"],"zone":"bench","healthPath":"/actuator/health",\
                "capacity":{"maxConnections":200},"weight":1.0,"metadata":{"version":"1.0"}}""".formatted(id, address);
        return signed("POST", WORKERS, body.getBytes(StandardCharsets.UTF_8), enrolled);
    }

    /**
     * What the answer to a registration grants.
     *
     * @throws IllegalArgumentException if that was no registration
     */
    public Lease lease(Answer answer) {
        if (!isRegistered(answer)) {
            throw new IllegalArgumentException("the registration was answered " + answer.outcome());
        }
        return Lease.parse(answer.body());
    }

    public boolean isRegistered(Answer answer) {
        return answer.status() == CREATED;
    }

    /** The signer of a lease's heartbeats. */
    public RequestSigner signer(Lease lease) {
        return signer(lease.session());
    }

    /** @param load from 0 to 1 */
    public Message heartbeat(String id, RequestSigner session, double load) {
        String body = String.format(
                Locale.ROOT,
                "{\"cpu\":%.3f,\"memory\":%.3f,\"bandwidth\":0.0,\"connections\":%d,\"inFlight\":%d,\"queue\":0}",
                load,
                load / 2,
                (int) (load * 100),
                (int) (load * 10));
        return signed("PUT", WORKERS + "/" + id + "/heartbeat", body.getBytes(StandardCharsets.UTF_8), session);
    }

    public Message leave(String id) {
        return signed("DELETE", WORKERS + "/" + id, NO_BODY, enrolled);
    }

    private RequestSigner signer(SigningKey key) {
        return new RequestSigner(key, InstantSource.system(), this::nonce);
    }

    private static Message signed(String method, String path, byte[] body, RequestSigner signer) {
        SignedHeaders headers = signer.sign(method, path, body);
        return new Message(
                method,
                path,
                body,
                Map.of(
                        "Content-Type",
                        "application/json",
                        SignedHeaders.CONTENT_DIGEST,
                        headers.contentDigest(),
                        SignedHeaders.SIGNATURE_INPUT,
                        headers.signatureInput(),
                        SignedHeaders.SIGNATURE,
                        headers.signature()));
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
