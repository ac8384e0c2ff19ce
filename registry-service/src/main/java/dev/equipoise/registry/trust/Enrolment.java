package dev.equipoise.registry.trust;

import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.Grant;
import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.KeyRole;
import dev.equipoise.core.registration.Network;
import dev.equipoise.core.registration.Validity;
import dev.equipoise.core.registration.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The enrolled keys by id, read once at start. A key that cannot be used stops the start with a sentence that names it. */
@Component
public class Enrolment {

    private static final Logger log = LoggerFactory.getLogger(Enrolment.class);

    private final Map<String, EnrolledKey> keys;

    Enrolment(TrustProperties properties) {
        Map<String, EnrolledKey> enrolled = new HashMap<>();
        for (TrustProperties.Key key : properties.keys()) {
            if (enrolled.put(key.id(), enrol(key)) != null) {
                throw new IllegalArgumentException(
                        "The key " + key.id() + " is enrolled twice in equipoise.trust.keys.");
            }
        }
        keys = Map.copyOf(enrolled);
        if (keys.isEmpty()) {
            log.warn("No key is enrolled (equipoise.trust.keys): nobody can register.");
        } else {
            log.info("Enrolled keys: {}", keys.keySet());
        }
    }

    /** The key of this id, or null. */
    public @Nullable EnrolledKey find(String keyId) {
        return keys.get(keyId);
    }

    private static EnrolledKey enrol(TrustProperties.Key key) {
        try {
            return new EnrolledKey(
                    key.id(),
                    verifyingKey(key),
                    Set.of(KeyRole.WORKER),
                    new Grant(
                            "",
                            key.workerIds(),
                            key.services(),
                            key.networks().stream().map(Network::parse).toList()),
                    Validity.OPEN);
        } catch (IllegalArgumentException | IOException e) {
            throw new IllegalArgumentException(
                    "The key " + key.id() + " in equipoise.trust.keys cannot be used: " + e.getMessage(), e);
        }
    }

    private static VerifyingKey verifyingKey(TrustProperties.Key key) throws IOException {
        Path hmac = key.hmacFile();
        Path ed25519 = key.ed25519File();
        if (hmac != null && ed25519 == null) {
            return VerifyingKey.hmac(KeyFiles.hmacSecret(text(hmac)));
        }
        if (ed25519 != null && hmac == null) {
            return VerifyingKey.ed25519(KeyFiles.ed25519PublicKey(text(ed25519)));
        }
        throw new IllegalArgumentException("give exactly one of hmac-file and ed25519-file");
    }

    private static String text(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("the file " + file + " cannot be read");
        }
        return Files.readString(file);
    }
}
