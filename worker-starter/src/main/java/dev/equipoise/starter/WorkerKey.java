package dev.equipoise.starter;

import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The enrolled key, read once at the start. */
final class WorkerKey {

    private static final String REMEDY = "Set equipoise.worker.key to the path of an enrolled key's file (.pem: Ed25519"
            + " private key, else one line of base64), or leave equipoise.worker.registry-url empty to run without"
            + " a registry.";

    /** Key files are below 200 bytes; what is much larger is another file. */
    private static final long MAX_BYTES = 16 * 1024;

    private WorkerKey() {}

    /**
     * @param keyId the file's name without its extension if null or blank
     * @throws WorkerMisconfiguredException if there is no such key
     */
    static SigningKey read(@Nullable String file, @Nullable String keyId) {
        if (file == null || file.isBlank()) {
            throw new WorkerMisconfiguredException(
                    "equipoise.worker.registry-url is set but equipoise.worker.key is not.", REMEDY);
        }
        try {
            Path path = Path.of(file.strip());
            String name = String.valueOf(path.getFileName());
            if (Files.size(path) > MAX_BYTES) {
                throw new IllegalArgumentException("it is too large to be one");
            }
            String id = keyId == null || keyId.isBlank() ? withoutExtension(name) : keyId;
            return KeyFiles.signingKey(id, name, Files.readString(path));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw unusable(file, "there is no such file");
        } catch (IOException e) {
            throw unusable(file, "it cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            throw unusable(file, String.valueOf(e.getMessage()));
        }
    }

    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static WorkerMisconfiguredException unusable(String file, String why) {
        return new WorkerMisconfiguredException(
                "The key file " + file + " (equipoise.worker.key) cannot be used: " + why + ".", REMEDY);
    }
}
