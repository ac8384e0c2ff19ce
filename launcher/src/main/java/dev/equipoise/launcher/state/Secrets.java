package dev.equipoise.launcher.state;

import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets in files that only their owner can read, made when first asked for and kept from then on. */
public record Secrets(Path folder) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The key id {@code demo}, which may register {@code demo-*} on this machine; one line of base64. */
    public Path demoKey() {
        return file("demo.hmac", Base64.getEncoder());
    }

    /** The key id {@code gateway}, with which the gateway signs its reports; one line of base64. */
    public Path gatewayKey() {
        return file("gateway.hmac", Base64.getEncoder());
    }

    /** What operators of gateway and registry show; one line. */
    public Path operatorToken() {
        return file("operator.token", Base64.getUrlEncoder().withoutPadding());
    }

    /** What the operator of the console signs in with; one line. */
    public Path consolePassword() {
        return file("console.password", Base64.getUrlEncoder().withoutPadding());
    }

    public String redisPassword() {
        return text(file("redis.password", Base64.getUrlEncoder().withoutPadding()));
    }

    /** The secret in one of the files above. */
    public String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private Path file(String name, Base64.Encoder encoder) {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            return file;
        }
        byte[] secret = new byte[KeyFiles.MIN_SECRET_BYTES];
        RANDOM.nextBytes(secret);
        try {
            // Never under its name before it is whole and closed to others.
            Path draft = Files.createTempFile(
                    folder,
                    name,
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, encoder.encodeToString(secret) + "\n");
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static LauncherException unusable(Path file, IOException e) {
        return LauncherException.failure("the key " + file + " can be neither read nor made: "
                + e.getClass().getSimpleName());
    }
}
