package dev.equipoise.launcher.e2e;

import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reports as a gateway does, signed with the key of one, whatever it is told to. */
final class Witness {

    private final URI target;
    private final SigningKey key;
    private final HttpClient http = HttpClient.newHttpClient();

    Witness(RunningSuite suite, SigningKey key) {
        this.target = suite.reputation("/api/v1/observations");
        this.key = key;
    }

    String id() {
        return key.id();
    }

    /** @throws AssertionError if the report is not taken */
    void report(GatewayReport report) throws IOException, InterruptedException {
        String sights = report.sights().stream().map(Witness::text).collect(Collectors.joining(","));
        String body = "{\"interval\":" + report.interval() + ",\"strain\":" + report.strain() + ",\"workers\":["
                + sights + "]}";
        SignedHeaders signed = new RequestSigner(
                        key, InstantSource.system(), () -> UUID.randomUUID().toString())
                .sign("POST", target.getPath(), body.getBytes(StandardCharsets.US_ASCII));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/json")
                        .header(SignedHeaders.CONTENT_DIGEST, signed.contentDigest())
                        .header(SignedHeaders.SIGNATURE_INPUT, signed.signatureInput())
                        .header(SignedHeaders.SIGNATURE, signed.signature())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new AssertionError(id() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static String text(Sight sight) {
        return "{\"id\":\"" + sight.worker() + "\",\"requests\":" + sight.requests() + ",\"failures\":"
                + sight.failures() + ",\"refused\":" + sight.refused() + ",\"framing\":" + sight.framing() + "}";
    }
}
