package dev.equipoise.gateway.registry;

import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.gateway.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The key this gateway signs its reports with. */
public final class GatewayKey {

    private static final String PROPERTY = "equipoise.gateway.key";

    private GatewayKey() {}

    /**
     * @param file {@code .pem} is an Ed25519 private key, all else an HMAC secret in base64
     * @param keyId null for the file's name without its extension
     * @throws InvalidSettingException if it cannot be read or is no key
     */
    public static SigningKey in(Path file, @Nullable String keyId) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String id = keyId != null ? keyId : dot > 0 ? name.substring(0, dot) : name;
        try {
            return KeyFiles.signingKey(id, name, Files.readString(file));
        } catch (IOException e) {
            throw new InvalidSettingException(PROPERTY, "The key cannot be read from " + file + ".");
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(PROPERTY, file + " holds no key: " + e.getMessage() + ".");
        }
    }
}
