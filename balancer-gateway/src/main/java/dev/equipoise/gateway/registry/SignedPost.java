package dev.equipoise.gateway.registry;

import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Tells another service something in JSON, signed with this gateway's key. Any thread. */
public final class SignedPost {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final URI service;
    private final RequestSigner signer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** @param service base URL */
    public SignedPost(URI service, RequestSigner signer) {
        this.service = service;
        this.signer = signer;
    }

    /**
     * The status of the answer.
     *
     * @param path begins with a slash
     * @throws IOException if there was none within two seconds
     */
    public int send(String path, byte[] json) throws IOException, InterruptedException {
        SignedHeaders signed = signer.sign("POST", service.getRawPath() + path, json);
        HttpRequest request = HttpRequest.newBuilder(URI.create(service + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header(SignedHeaders.CONTENT_DIGEST, signed.contentDigest())
                .header(SignedHeaders.SIGNATURE_INPUT, signed.signatureInput())
                .header(SignedHeaders.SIGNATURE, signed.signature())
                .POST(BodyPublishers.ofByteArray(json))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** The base URL. */
    public URI service() {
        return service;
    }
}
