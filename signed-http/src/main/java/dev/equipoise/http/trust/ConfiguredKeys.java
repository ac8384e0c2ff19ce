package dev.equipoise.http.trust;

import dev.equipoise.core.registration.EnrolledKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of the configuration, read once. A key that cannot be used stops the start with a sentence that names it. */
final class ConfiguredKeys {

    private ConfiguredKeys() {}

    /** @throws IllegalArgumentException if there is one that cannot be used, or two of one id */
    static Map<String, EnrolledKey> of(List<TrustProperties.Key> keys) {
        Map<String, EnrolledKey> enrolled = new HashMap<>();
        for (TrustProperties.Key key : keys) {
            if (enrolled.put(key.id(), enrol(key)) != null) {
                throw new IllegalArgumentException(
                        "The key " + key.id() + " is enrolled twice in equipoise.trust.keys.");
            }
        }
        return Map.copyOf(enrolled);
    }

    private static EnrolledKey enrol(TrustProperties.Key key) {
        try {
            return new KeyDocument(
                            key.owner(),
                            text(key.notBefore()),
                            text(key.notAfter()),
                            key.role().stream()
                                    .<@Nullable String>map(Enum::name)
                                    .toList(),
                            List.copyOf(key.workerIds()),
                            List.copyOf(key.services()),
                            List.copyOf(key.networks()),
                            text(key.ed25519File()),
                            text(key.hmacFile()))
                    .enrolled(key.id());
        } catch (IllegalArgumentException | IOException e) {
            throw new IllegalArgumentException(
                    "The key " + key.id() + " in equipoise.trust.keys cannot be used: " + e.getMessage(), e);
        }
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable String text(@Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        if (!Files.isReadable(file)) {
            throw new IOException("the file " + file + " cannot be read");
        }
        return Files.readString(file);
    }
}
