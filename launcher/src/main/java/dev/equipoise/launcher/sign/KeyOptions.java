package dev.equipoise.launcher.sign;

import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.launcher.state.StateOptions;
import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which key signs. */
public final class KeyOptions {

    @Option(
            names = "--key",
            paramLabel = "FILE",
            defaultValue = StateOptions.DEFAULT + "/keys/demo.hmac",
            description = {
                "An Ed25519 private key (.pem), or an HMAC secret as one line of base64.",
                "Default: .equipoise/keys/demo.hmac beside this script, which may register demo-* on this machine."
            })
    private Path file = Path.of(".equipoise/keys/demo.hmac");

    @Option(
            names = "--key-id",
            paramLabel = "ID",
            description = "The id under which the registry knows the key. Default: the file's name without its ending.")
    private @Nullable String id;

    /** @throws LauncherException with a sentence that never holds the secret */
    public SigningKey read() {
        String name = file.toAbsolutePath().normalize().getFileName().toString();
        try {
            return KeyFiles.signingKey(
                    id == null ? name.replaceFirst("\\.[^.]*$", "") : id, name, Files.readString(file));
        } catch (IOException e) {
            throw LauncherException.misuse("the key file " + file + " cannot be read (--key)");
        } catch (IllegalArgumentException e) {
            throw LauncherException.misuse("the key file " + file + " is of no use: " + e.getMessage());
        }
    }
}
