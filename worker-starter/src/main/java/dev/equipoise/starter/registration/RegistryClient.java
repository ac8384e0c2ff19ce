package dev.equipoise.starter.registration;

import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the registry's HTTP contract, one signed request per call. It keeps no state and retries nothing: that is the
 * part of {@link WorkerMembership}. Every call ends within its timeout, throws {@link RegistryRefusedException} if the
 * registry said no and {@link IOException} if it said nothing. Safe for any thread.
 */
public final class RegistryClient {

    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int CREATED = 201;
    private static final int NONCE_BYTES = 16;
    private static final byte[] NO_BODY = {};

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final List<URI> endpoints;
    private final SigningKey key;
    private final RequestSigner signer;
    private final Function<SigningKey, RequestSigner> signers;

    /**
     * @param registries at least one, each a base URL or a registration endpoint; tried in turn
     * @param key the enrolled key
     * @param signers makes the signer of a key: of the enrolled one, and of each lease's session key
     */
    public RegistryClient(List<URI> registries, SigningKey key, Function<SigningKey, RequestSigner> signers) {
        if (registries.isEmpty()) {
            throw new IllegalArgumentException("a registry client needs the URL of at least one registry");
        }
        this.endpoints = registries.stream().map(RegistryUrl::endpoint).toList();
        this.key = key;
        this.signers = signers;
        this.signer = signers.apply(key);
    }

    /** A client on the system's clock, with nonces of a secure random source. */
    public static RegistryClient of(List<URI> registries, SigningKey key) {
        SecureRandom random = new SecureRandom();
        return new RegistryClient(
                registries, key, each -> new RequestSigner(each, InstantSource.system(), () -> nonce(random)));
    }

    /** Where registrations go, in the order they are tried. */
    public List<URI> endpoints() {
        return endpoints;
    }

    /** The id of the enrolled key. */
    public String keyId() {
        return key.id();
    }

    /**
     * Registers with the first registry that answers. One that cannot be reached, or is out of order, passes the turn
     * on; a refusal for cause is final, because all of them share what it was based on.
     *
     * @param held the lease held so far; with it a worker may register from another address
     */
    public Lease register(Claims claims, @Nullable Lease held)
            throws RegistryRefusedException, IOException, InterruptedException {
        byte[] body = RegistryMessages.registration(claims, held);
        for (URI endpoint : endpoints.subList(0, endpoints.size() - 1)) {
            try {
                return register(endpoint, body);
            } catch (RegistryRefusedException e) {
                if (!e.passing()) {
                    throw e;
                }
            } catch (IOException e) {
                // The next one may be up; if none is, the last one's fault is reported.
            }
        }
        return register(endpoints.get(endpoints.size() - 1), body);
    }

    /** One heartbeat as a request of its own; see {@link Heartbeats}. */
    public void beat(Lease lease, LoadReport load) throws RegistryRefusedException, IOException, InterruptedException {
        byte[] body = RegistryMessages.heartbeat(load);
        URI target = below(lease.location(), "/heartbeat");
        accepted(send(request("PUT", target, body, signer(lease)), REQUEST_TIMEOUT));
    }

    /** Asks that no new work be sent to the worker. Heartbeats go on until {@link #leave}. */
    public void drain(URI location, Duration timeout)
            throws RegistryRefusedException, IOException, InterruptedException {
        accepted(send(request("POST", below(location, "/drain"), NO_BODY, signer), timeout));
    }

    /** Ends the membership of the worker at {@code location}. */
    public void leave(URI location, Duration timeout)
            throws RegistryRefusedException, IOException, InterruptedException {
        accepted(send(request("DELETE", location, NO_BODY, signer), timeout));
    }

    private Lease register(URI endpoint, byte[] body)
            throws RegistryRefusedException, IOException, InterruptedException {
        HttpResponse<byte[]> answer = accepted(send(request("POST", endpoint, body, signer), REQUEST_TIMEOUT));
        if (answer.statusCode() != CREATED) {
            throw new RegistryUnreachableException(endpoint, "it answered " + answer.statusCode());
        }
        return RegistryMessages.lease(endpoint, answer);
    }

    /** Signs with the session key of a lease. */
    RequestSigner signer(Lease lease) {
        return signers.apply(lease.session());
    }

    private static HttpRequest.Builder request(String method, URI target, byte[] body, RequestSigner signer) {
        SignedHeaders signed = signer.sign(method, target.getRawPath(), body);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("Accept", "application/json, application/problem+json")
                .header(SignedHeaders.CONTENT_DIGEST, signed.contentDigest())
                .header(SignedHeaders.SIGNATURE_INPUT, signed.signatureInput())
                .header(SignedHeaders.SIGNATURE, signed.signature());
        return body.length == 0 ? request : request.header("Content-Type", "application/json");
    }

    /**
     * Synchronous on purpose: the client completes asynchronous exchanges on the common pool, which has a single thread
     * on small machines and may be blocked by the application we live in.
     */
    private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest timed = request.timeout(timeout).build();
        try {
            return http.send(timed, head -> new BoundedBody(timeout));
        } catch (HttpTimeoutException e) {
            throw new RegistryUnreachableException(
                    timed.uri(), new IOException("no answer within " + timeout.toMillis() + " ms", e));
        } catch (IOException e) {
            throw new RegistryUnreachableException(timed.uri(), e);
        }
    }

    private static HttpResponse<byte[]> accepted(HttpResponse<byte[]> answer) throws RegistryRefusedException {
        if (answer.statusCode() / 100 != 2) {
            throw RegistryMessages.refusal(answer.statusCode(), answer.headers(), answer.body());
        }
        return answer;
    }

    private static URI below(URI location, String path) {
        return URI.create(location + path);
    }

    private static String nonce(SecureRandom random) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
