package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.registry.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A signed request that can be spoiled in any part before it is sent. */
final class Message {

    String method;
    String target;
    byte[] body;
    String contentType = "application/json";
    String digest;
    String input;
    String signature;
    /** Header lines beyond the usual ones, without their ends. */
    final List<String> more = new ArrayList<>();

    private Message(String method, String target, String body) {
        this.method = method;
        this.target = target;
        this.body = body.getBytes(StandardCharsets.UTF_8);
    }

    static Message signed(SigningKey key, String method, String target, String body) {
        return signedAt(Instant.now(), key, method, target, body);
    }

    static Message signedAt(Instant created, SigningKey key, String method, String target, String body) {
        Message message = new Message(method, target, body);
        message.sign(created, key, method, target, message.body);
        return message;
    }

    /** Signs other things than are sent, maybe. */
    void sign(Instant created, SigningKey key, String signedMethod, String signedPath, byte[] signedBody) {
        RequestSigner signer = new RequestSigner(
                key, InstantSource.fixed(created), () -> UUID.randomUUID().toString());
        SignedHeaders headers = signer.sign(signedMethod, signedPath, signedBody);
        digest = headers.contentDigest();
        input = headers.signatureInput();
        signature = headers.signature();
    }

    byte[] signatureBytes() {
        return Base64.getDecoder().decode(signature.substring("sig1=:".length(), signature.length() - 1));
    }

    void signatureBytes(byte[] bytes) {
        signature = "sig1=:" + Base64.getEncoder().encodeToString(bytes) + ":";
    }

    RawConnection.Answer send(RawConnection connection) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        header(head, "Content-Type", contentType);
        header(head, "Content-Digest", digest);
        header(head, "Signature-Input", input);
        header(head, "Signature", signature);
        more.forEach(line -> head.append(line).append("\r\n"));
        return connection.send(head.toString(), body);
    }

    private static void header(StringBuilder head, String name, String value) {
        if (value != null) {
            head.append(name).append(": ").append(value).append("\r\n");
        }
    }
}
