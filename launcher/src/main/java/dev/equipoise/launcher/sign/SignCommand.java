package dev.equipoise.launcher.sign;

import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sign}: HTTP Message Signatures (RFC 9421) from a shell. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the three header lines that make a request signed (RFC 9421, RFC 9530).",
            "They hold for one request and one minute."
        },
        footer = {
            "",
            "Example: register a worker of your own, which then is to send heartbeats within 15 s.",
            "  printf '{\"id\":\"demo-sh\",\"address\":\"http://127.0.0.1:9100\",\"services\":[\"default\"]}' > worker.json",
            "  ./equipoise sign --key .equipoise/keys/demo.hmac --path /register-worker --body-file worker.json |",
            "    curl -s -H @- -H 'Content-Type: application/json' --data-binary @worker.json \\",
            "      http://127.0.0.1:8081/register-worker"
        })
public final class SignCommand implements Callable<Integer> {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "POST", description = "Default: ${DEFAULT-VALUE}")
    private String method = "POST";

    @Option(
            names = "--path",
            paramLabel = "PATH",
            required = true,
            description = "As in the request, without the query, such as /register-worker.")
    private String path = "";

    @Option(
            names = "--body-file",
            paramLabel = "FILE",
            description = "The body, byte by byte as it will be sent; - for standard input. Default: no body.")
    private @Nullable String bodyFile;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!path.startsWith("/") || path.contains("?")) {
            throw LauncherException.misuse("--path starts with / and has no query: " + path);
        }
        SigningKey signingKey = key.read();
        SignedHeaders signed = new RequestSigner(signingKey, InstantSource.system(), SignCommand::nonce)
                .sign(method.toUpperCase(Locale.ROOT), path, body());
        PrintWriter out = spec.commandLine().getOut();
        out.println(SignedHeaders.CONTENT_DIGEST + ": " + signed.contentDigest());
        out.println(SignedHeaders.SIGNATURE_INPUT + ": " + signed.signatureInput());
        out.println(SignedHeaders.SIGNATURE + ": " + signed.signature());
        out.flush();
        return ExitCode.OK;
    }

    private byte[] body() {
        if (bodyFile == null) {
            return new byte[0];
        }
        try {
            return bodyFile.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(bodyFile));
        } catch (IOException e) {
            throw LauncherException.misuse("--body-file " + bodyFile + " cannot be read");
        }
    }

    private static String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
