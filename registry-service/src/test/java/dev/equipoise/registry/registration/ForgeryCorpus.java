package dev.equipoise.registry.registration;

import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.registry.RegistryForTests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Messages spoiled in every way we know, kind by kind. A kind spoils a valid message and says how it must be refused. One
 * seed gives one corpus, up to the time of signing.
 */
final class ForgeryCorpus {

    static final String REGISTER = "/register-worker";

    private final Keys keys;
    private final List<Kind> kinds = new ArrayList<>();

    /**
     * @param demo HMAC, may register {@code demo-*}
     * @param ed Ed25519, may register {@code ed-1}
     * @param session of the worker {@code demo-target}, which is registered
     * @param edPublic the public half of ed, X.509
     * @param birth the first second the store knows all about
     */
    record Keys(SigningKey demo, SigningKey ed, SigningKey session, byte[] edPublic, Instant birth) {}

    /** @param type the last part of the problem type; empty where the problem has none of its own */
    record Kind(String name, int count, int status, String type, Spoil spoil) {}

    /** Makes the n-th message of a kind. */
    @FunctionalInterface
    interface Spoil {
        Message message(int n, Random random);
    }

    ForgeryCorpus(Keys keys) {
        this.keys = keys;
        // First, for it needs a store that is younger than the window.
        kinds.add(new Kind("created before the store", 300, 401, "older-than-store", this::olderThanStore));
        signatures();
        components();
        parameters();
        headers();
        bodies();
        requests();
    }

    List<Kind> kinds() {
        return kinds;
    }

    /** A valid message: registrations of either kind of key, and heartbeats. */
    Message valid(int n, Random random) {
        return switch (n % 3) {
            case 0 -> demo("demo-" + random.nextInt(50));
            case 1 -> ed();
            default -> beat();
        };
    }

    private void signatures() {
        kinds.add(new Kind(
                "bit of an HMAC registration",
                512,
                401,
                "bad-signature",
                (n, random) -> flipBit(demo("demo-" + random.nextInt(50)), n)));
        kinds.add(
                new Kind("bit of an Ed25519 registration", 512, 401, "bad-signature", (n, random) -> flipBit(ed(), n)));
        kinds.add(new Kind("bit of a heartbeat", 256, 401, "bad-signature", (n, random) -> flipBit(beat(), n)));
        kinds.add(new Kind("length of the signature", 300, 401, "bad-signature", (n, random) -> {
            Message message = valid(n, random);
            byte[] bytes = message.signatureBytes();
            int length = 1 + random.nextInt(2 * bytes.length);
            message.signatureBytes(Arrays.copyOf(bytes, length == bytes.length ? length - 1 : length));
            return message;
        }));
        kinds.add(new Kind("text of the signature", 300, 400, "malformed-signature", this::otherText));
        kinds.add(new Kind("signed by a stranger", 200, 401, "bad-signature", (n, random) -> {
            SigningKey stranger = SigningKey.hmac(n % 2 == 0 ? "demo" : "ed", bytes(random, 32));
            return Message.signed(stranger, "POST", REGISTER, body("demo-1"));
        }));
        kinds.add(new Kind("HMAC with the public key", 200, 401, "bad-signature", (n, random) -> {
            // The classic confusion: what is public would be the secret if the message chose the algorithm.
            byte[] x509 = keys.edPublic();
            byte[] secret = n % 2 == 0 ? x509 : Arrays.copyOfRange(x509, x509.length - 32, x509.length);
            return Message.signed(SigningKey.hmac("ed", secret), "POST", REGISTER, EdBody.BODY);
        }));
        kinds.add(new Kind("key id of another key", 300, 401, "bad-signature", (n, random) -> {
            Message message = n % 2 == 0 ? demo("demo-1") : ed();
            message.input =
                    message.input.replaceFirst("keyid=\"\\w+\"", n % 2 == 0 ? "keyid=\"ed\"" : "keyid=\"demo\"");
            return message;
        }));
    }

    private void components() {
        kinds.add(new Kind("another method", 300, 401, "bad-signature", (n, random) -> {
            Message message = valid(n, random);
            String[] methods = {"GET", "PATCH", "DELETE", "post", "POST ", ""};
            message.sign(Instant.now(), key(n), methods[random.nextInt(methods.length)], message.target, message.body);
            return message;
        }));
        kinds.add(new Kind("another path", 300, 401, "bad-signature", (n, random) -> {
            Message message = valid(n, random);
            String[] paths = {
                "/", "/api/v1/workers/", "/Register-Worker", "/register-worker/", "/register-worker?a=b", "x"
            };
            message.sign(Instant.now(), key(n), message.method, paths[random.nextInt(paths.length)], message.body);
            return message;
        }));
        kinds.add(new Kind("the same path, spelt otherwise", 200, 401, "bad-signature", (n, random) -> {
            Message message = valid(n, random);
            message.target = n % 2 == 0 ? message.target.replace("r", "%72") : message.target.replace("e", "%65");
            return message;
        }));
        kinds.add(new Kind("body and digest of another", 300, 401, "bad-signature", (n, random) -> {
            Message message = valid(n, random);
            Message other =
                    Message.signed(key(n), message.method, message.target, body("demo-" + (50 + random.nextInt(50))));
            message.body = other.body;
            message.digest = other.digest;
            return message;
        }));
        kinds.add(new Kind("bit of the body", 600, 400, "digest-mismatch", (n, random) -> {
            Message message = valid(n, random);
            message.body[random.nextInt(message.body.length)] ^= (byte) (1 << random.nextInt(8));
            return message;
        }));
        kinds.add(new Kind("length of the body", 300, 400, "digest-mismatch", (n, random) -> {
            Message message = valid(n, random);
            int length = random.nextInt(2 * message.body.length);
            message.body = Arrays.copyOf(message.body, length == message.body.length ? 0 : length);
            return message;
        }));
        kinds.add(new Kind("character of the digest", 300, 400, "digest-mismatch", (n, random) -> {
            Message message = valid(n, random);
            message.digest = mutate(message.digest, random);
            return message;
        }));
    }

    private void parameters() {
        kinds.add(new Kind("created moved within the window", 300, 401, "bad-signature", (n, random) -> {
            Message message = valid(n, random);
            int seconds = (3 + random.nextInt(45)) * (random.nextBoolean() ? 1 : -1);
            message.input = message.input.replaceFirst(
                    "created=\\d+", "created=" + (Instant.now().getEpochSecond() + seconds));
            return message;
        }));
        kinds.add(new Kind("created outside the window", 300, 401, "stale-signature", (n, random) -> {
            Message message = valid(n, random);
            int seconds = (62 + random.nextInt(100_000)) * (random.nextBoolean() ? 1 : -1);
            Instant created = Instant.now().plusSeconds(seconds + Integer.signum(seconds) * 5L);
            message.sign(created, key(n), message.method, message.target, message.body);
            return message;
        }));
        kinds.add(new Kind("another nonce", 300, 401, "bad-signature", (n, random) -> {
            Message message = valid(n, random);
            message.input = message.input.replaceFirst(
                    "nonce=\"[^\"]+\"", "nonce=\"n" + Math.abs(random.nextLong()) + "-nonce\"");
            return message;
        }));
        kinds.add(new Kind(
                "key id nobody has",
                200,
                401,
                "unknown-key",
                (n, random) -> Message.signed(
                        SigningKey.hmac("nobody-" + n, bytes(random, 32)), "POST", REGISTER, body("demo-1"))));
        kinds.add(new Kind(
                "a heartbeat's key registers",
                200,
                401,
                "unknown-key",
                (n, random) -> Message.signed(keys.session(), "POST", REGISTER, body("demo-target"))));
        kinds.add(new Kind(
                "an enrolled key beats",
                200,
                404,
                "unknown-lease",
                (n, random) -> Message.signed(keys.demo(), "PUT", beatPath("demo-target"), "{}")));
        kinds.add(new Kind(
                "a heartbeat for another worker",
                200,
                404,
                "unknown-lease",
                (n, random) -> Message.signed(keys.session(), "PUT", beatPath("demo-other"), "{}")));
        kinds.add(new Kind("parameters that are none of ours", 400, 400, "malformed-signature", (n, random) -> {
            List<Function<String, String>> spoils = List.of(
                    input -> input + ";alg=\"hmac-sha256\"",
                    input -> input + ";alg=\"ed25519\"",
                    input -> input + ";expires=9999999999",
                    input -> input + ";tag=\"x\"",
                    input -> input + ";created=1",
                    input -> input + ";keyid=\"demo\"",
                    input -> input + ";nonce=\"12345678\"",
                    input -> input + ";",
                    input -> input.replaceFirst(";created=\\d+", ""),
                    input -> input.replaceFirst(";nonce=\"[^\"]+\"", ""),
                    input -> input.replaceFirst(";keyid=\"[^\"]+\"", ""),
                    input -> input.replaceFirst("created=", "created=-"),
                    input -> input.replaceFirst("created=\\d+", "created=\"1\""),
                    input -> input.replaceFirst("created=(\\d+)", "created=$1.0"),
                    input -> input.replaceFirst("nonce=\"[^\"]+\"", "nonce=\"short\""),
                    input -> input.replaceFirst("nonce=\"[^\"]+\"", "nonce=\"" + "x".repeat(65) + "\""),
                    input -> input.replaceFirst("nonce=\"[^\"]+\"", "nonce=\"a b c d e f\""),
                    input -> input.replaceFirst("keyid=\"[^\"]+\"", "keyid=\"\""),
                    input -> input.replaceFirst("keyid=\"([^\"]+)\"", "keyid=$1"),
                    input -> input.replaceFirst(";keyid", "; keyid"));
            return resigned(n, random, spoils.get(n % spoils.size()));
        }));
        kinds.add(new Kind("components that are none of ours", 360, 400, "malformed-signature", (n, random) -> {
            List<String> lists = List.of(
                    "()",
                    "(\"@method\")",
                    "(\"@method\" \"@path\")",
                    "(\"@path\" \"content-digest\")",
                    "(\"@method\" \"content-digest\")",
                    "(\"@path\" \"@method\" \"content-digest\")",
                    "(\"@method\" \"@path\" \"content-digest\" \"@authority\")",
                    "(\"@method\" \"@path\" \"content-digest\" \"content-digest\")",
                    "(\"@method\"  \"@path\" \"content-digest\")",
                    "(\"@method\" \"@path\" \"content-digest\";req)",
                    "(\"@METHOD\" \"@path\" \"content-digest\")",
                    "(@method @path content-digest)");
            String list = lists.get(n % lists.size());
            return resigned(n, random, input -> "sig1=" + list + input.substring(input.indexOf(')') + 1));
        }));
        kinds.add(new Kind("labels that are none of ours", 300, 400, "malformed-signature", this::otherLabels));
    }

    private void headers() {
        kinds.add(new Kind("a header twice", 240, 400, "malformed-signature", (n, random) -> {
            Message message = valid(n, random);
            Message other = valid(n, random);
            boolean same = random.nextBoolean();
            message.more.add(
                    switch (random.nextInt(3)) {
                        case 0 -> "content-digest: " + (same ? message.digest : other.digest);
                        case 1 -> "SIGNATURE-INPUT: " + (same ? message.input : other.input);
                        default -> "signature: " + (same ? message.signature : other.signature);
                    });
            return message;
        }));
        kinds.add(new Kind("two values in a header", 200, 400, "malformed-signature", (n, random) -> {
            Message message = valid(n, random);
            if (random.nextBoolean()) {
                message.signature = message.signature + ", " + message.signature;
            } else {
                message.input = message.input + ", " + message.input;
            }
            return message;
        }));
        // A fold counts as one space (RFC 9112 section 5.2), so one in the place of a space changes nothing.
        kinds.add(new Kind("the digest folded", 150, 400, "digest-mismatch", (n, random) -> {
            Message message = valid(n, random);
            message.digest = insert(message.digest, fold(random), random);
            return message;
        }));
        kinds.add(new Kind("the signature folded", 150, 400, "malformed-signature", (n, random) -> {
            Message message = valid(n, random);
            message.signature = insert(message.signature, fold(random), random);
            return message;
        }));
        kinds.add(new Kind("the input folded", 150, 400, "malformed-signature", (n, random) -> {
            Message message = valid(n, random);
            int parameters = message.input.indexOf(')');
            message.input = message.input.substring(0, parameters)
                    + insert(message.input.substring(parameters), fold(random), random);
            return message;
        }));
        kinds.add(new Kind("a header missing or empty", 300, 401, "unsigned", (n, random) -> {
            Message message = valid(n, random);
            String nothing = random.nextBoolean() ? null : "";
            switch (random.nextInt(3)) {
                case 0 -> message.digest = nothing;
                case 1 -> message.input = nothing;
                default -> message.signature = nothing;
            }
            return message;
        }));
        kinds.add(new Kind("two lengths", 100, 400, "malformed-request", (n, random) -> {
            Message message = valid(n, random);
            message.more.add("Content-Length: " + (message.body.length + 1 + random.nextInt(10)));
            return message;
        }));
        kinds.add(new Kind("another media type", 300, 415, "unsupported-media-type", (n, random) -> {
            Message message = valid(n, random);
            String[] types = {"text/plain", "application/xml", "application/jsonx", "json", "*/*", "a/b/c", null};
            message.contentType = types[random.nextInt(types.length)];
            return message;
        }));
    }

    private void bodies() {
        kinds.add(new Kind("a field twice", 300, 400, "malformed-json", (n, random) -> {
            String[] fields = {
                "\"id\":\"demo-2\"", "\"address\":\"http://127.0.0.1:2\"", "\"services\":[]", "\"\\u0069d\":\"demo-2\""
            };
            String field = fields[random.nextInt(fields.length)];
            return register(
                    random.nextBoolean()
                            ? "{" + field + "," + body("demo-1").substring(1)
                            : body("demo-1").replaceFirst("}$", "," + field + "}"));
        }));
        kinds.add(new Kind("deep nesting", 300, 400, "malformed-json", (n, random) -> {
            int depth = 9 + random.nextInt(5000);
            String[] opens = {"[", "{\"id\":", "{\"metadata\":"};
            return register(opens[n % opens.length].repeat(depth));
        }));
        kinds.add(new Kind("a number too long", 200, 400, "malformed-json", (n, random) -> {
            String number = "9".repeat(1001 + random.nextInt(5000));
            return register(body("demo-1").replaceFirst("}$", ",\"weight\":" + number + "}"));
        }));
        kinds.add(new Kind(
                "a number too large",
                200,
                400,
                "invalid-field",
                (n, random) -> register(
                        body("demo-1").replaceFirst("}$", ",\"weight\":1e" + (309 + random.nextInt(500)) + "}"))));
        kinds.add(new Kind(
                "a count too large",
                200,
                400,
                "malformed-json",
                (n, random) -> register(body("demo-1")
                        .replaceFirst(
                                "}$",
                                ",\"capacity\":{\"maxConnections\":"
                                        + (1L + Integer.MAX_VALUE + random.nextInt(1 << 30)) + "}}"))));
        kinds.add(new Kind("half a document", 300, 400, "malformed-json", (n, random) -> {
            String whole = body("demo-1");
            return register(whole.substring(0, random.nextInt(whole.length())));
        }));
        kinds.add(new Kind("bytes that are no text", 200, 400, "malformed-json", (n, random) -> {
            Message message = register("");
            byte[] bytes = body("demo-1").getBytes(StandardCharsets.UTF_8);
            bytes[8 + random.nextInt(5)] = (byte) (0xf8 + random.nextInt(8));
            message.body = bytes;
            message.sign(Instant.now(), keys.demo(), "POST", REGISTER, bytes);
            return message;
        }));
        kinds.add(new Kind(
                "a worker the key may not name",
                200,
                403,
                "worker-not-allowed",
                (n, random) -> register(body(n % 2 == 0 ? "ed-1" : "Demo-1"))));
        kinds.add(new Kind(
                "a network the key may not name",
                200,
                403,
                "address-not-allowed",
                (n, random) -> register(body("demo-1").replace("127.0.0.1", "169.254.169.254"))));
    }

    private void requests() {
        kinds.add(new Kind("the path in other case", 300, 404, "", (n, random) -> {
            String path = n % 2 == 0 ? "/Register-Worker" : "/api/v1/Workers";
            return Message.signed(keys.demo(), "POST", path, body("demo-1"));
        }));
        kinds.add(new Kind("a query", 300, 400, "malformed-signature", (n, random) -> {
            Message message = valid(n, random);
            message.target = message.target + "?x=" + random.nextInt(100);
            return message;
        }));
    }

    private Message olderThanStore(int n, Random random) {
        Instant newest = keys.birth().minusSeconds(1);
        Instant oldest = Instant.now().minusSeconds(50);
        long span = Math.max(1, newest.getEpochSecond() - oldest.getEpochSecond());
        Instant created = newest.minusSeconds(random.nextLong(span));
        Message message = valid(n, random);
        message.sign(created, key(n), message.method, message.target, message.body);
        return message;
    }

    private Message otherText(int n, Random random) {
        Message message = valid(n, random);
        String base64 = Base64.getEncoder().encodeToString(message.signatureBytes());
        String spoilt = switch (n % 5) {
            // Bits that decoding drops: another text of the same bytes.
            case 0 -> nonCanonical(base64);
            case 1 -> insert(base64, "-", random);
            case 2 -> insert(base64, " ", random);
            case 3 -> base64.replace("=", "");
            default -> "";
        };
        message.signature = "sig1=:" + spoilt + ":";
        return message;
    }

    private static String nonCanonical(String base64) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int last = base64.indexOf('=') - 1;
        char next = alphabet.charAt(alphabet.indexOf(base64.charAt(last)) + 1);
        return base64.substring(0, last) + next + base64.substring(last + 1);
    }

    private Message otherLabels(int n, Random random) {
        Message message = valid(n, random);
        switch (n % 5) {
            case 0 -> {
                message.input = message.input.replaceFirst("sig1", "sig2");
                message.signature = message.signature.replaceFirst("sig1", "sig2");
            }
            case 1 -> message.signature = message.signature.replaceFirst("sig1", "sig2");
            case 2 -> message.input = message.input.replaceFirst("sig1", "sig2");
            case 3 -> {
                // The good signature under another label, beside one that is not.
                message.input = message.input + ", sig2=" + message.input.substring(5);
                message.signature = "sig1=:AAAA:, sig2" + message.signature.substring(4);
            }
            default -> message.signature = message.signature.replaceFirst("sig1", "SIG1");
        }
        return message;
    }

    /** Signed over the spoilt input, so that nothing but its form is wrong. */
    private Message resigned(int n, Random random, Function<String, String> spoil) {
        Message message = valid(n - n % 3, random);
        message.input = spoil.apply(message.input);
        String base = "\"@method\": " + message.method + "\n\"@path\": " + message.target + "\n\"content-digest\": "
                + message.digest + "\n\"@signature-params\": " + message.input.substring("sig1=".length());
        message.signatureBytes(hmac(base));
        return message;
    }

    private static byte[] hmac(String base) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(RegistryForTests.SECRET, "HmacSHA256"));
            return mac.doFinal(base.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message flipBit(Message message, int n) {
        byte[] bytes = message.signatureBytes();
        int bit = n % (8 * bytes.length);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        message.signatureBytes(bytes);
        return message;
    }

    private SigningKey key(int n) {
        return switch (n % 3) {
            case 0 -> keys.demo();
            case 1 -> keys.ed();
            default -> keys.session();
        };
    }

    private Message demo(String id) {
        return register(body(id));
    }

    private Message register(String body) {
        return Message.signed(keys.demo(), "POST", REGISTER, body);
    }

    private Message ed() {
        return Message.signed(keys.ed(), "POST", REGISTER, EdBody.BODY);
    }

    private Message beat() {
        return Message.signed(keys.session(), "PUT", beatPath("demo-target"), "{\"inFlight\":1}");
    }

    static String beatPath(String id) {
        return "/api/v1/workers/" + id + "/heartbeat";
    }

    static String body(String id) {
        return "{\"id\":\"" + id + "\",\"address\":\"http://127.0.0.1:9001\",\"services\":[\"default\"]}";
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String insert(String text, String what, Random random) {
        int at = 1 + random.nextInt(text.length() - 1);
        return text.substring(0, at) + what + text.substring(at);
    }

    private static String fold(Random random) {
        return random.nextBoolean() ? "\r\n " : "\r\n\t ";
    }

    private static String mutate(String text, Random random) {
        int at = random.nextInt(text.length());
        char other;
        do {
            other = (char) ('!' + random.nextInt('~' - '!'));
        } while (other == text.charAt(at));
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    /** What the key ed may register. */
    private static final class EdBody {
        static final String BODY = "{\"id\":\"ed-1\",\"address\":\"http://10.1.2.3:80\",\"services\":[\"images\"]}";
    }
}
