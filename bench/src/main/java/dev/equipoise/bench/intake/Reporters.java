package dev.equipoise.bench.intake;

import dev.equipoise.bench.http.Message;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Gateways that are nothing but what they say, each with an enrolled Ed25519 key. All see the same workers; of the requests to
 * one worker in fifty a fifth fails. For one thread.
 */
final class Reporters {

    static final String PATH = "/api/v1/observations";
    private static final int BAD = 50;

    private final List<RequestSigner> signers = new ArrayList<>();
    private final SplittableRandom random;
    private final int workers;

    private Reporters(SplittableRandom random, int workers) {
        this.random = random;
        this.workers = workers;
    }

    /** @param keys gets the public keys, as services read them */
    static Reporters enrol(IntakePlan plan, Path keys) throws IOException {
        Reporters reporters = new Reporters(new SplittableRandom(plan.seed()), plan.workers());
        Files.createDirectories(keys);
        for (int gateway = 0; gateway < plan.gateways(); gateway++) {
            reporters.signers.add(enrol("bench-gateway-" + gateway, keys));
        }
        return reporters;
    }

    private static RequestSigner enrol(String id, Path keys) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            String publicKey = "-----BEGIN PUBLIC KEY-----\\n"
                    + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
                    + "\\n-----END PUBLIC KEY-----\\n";
            Files.writeString(
                    keys.resolve(id + ".json"),
                    "{\"owner\": \"bench\", \"role\": [\"gateway\"], \"publicKey\": \"" + publicKey + "\"}");
            return new RequestSigner(
                    SigningKey.ed25519(id, pair.getPrivate()),
                    InstantSource.system(),
                    () -> UUID.randomUUID().toString());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    static String worker(int number) {
        return "intake-" + number;
    }

    /** One that stands out in every interval. */
    static String suspect() {
        return worker(0);
    }

    /** A gateway saw nobody in an interval. */
    static byte[] empty(long interval) {
        return ("{\"interval\":" + interval + ",\"workers\":[]}").getBytes(StandardCharsets.US_ASCII);
    }

    /** What a gateway saw in an interval. */
    byte[] report(long interval) {
        StringBuilder body = new StringBuilder(64 * workers)
                .append("{\"interval\":")
                .append(interval)
                .append(",\"strain\":0,\"workers\":[");
        for (int worker = 0; worker < workers; worker++) {
            int requests = random.nextInt(50, 2_000);
            int failures = worker % BAD == 0 ? requests / 5 : random.nextInt(1 + requests / 100);
            body.append(worker == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append(worker(worker))
                    .append("\",\"requests\":")
                    .append(requests)
                    .append(",\"failures\":")
                    .append(failures)
                    .append(",\"refused\":0,\"framing\":0}");
        }
        return body.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    Message signed(int gateway, byte[] body) {
        SignedHeaders headers = signers.get(gateway).sign("POST", PATH, body);
        return new Message(
                "POST",
                PATH,
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
}
