package dev.equipoise.launcher.e2e;

import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

/** Keys of gateways of their own, so that each is a witness of its own; enrolled by a directory that services read. */
record GatewayKeys(Path directory) {

    /** How services are told of the directory. */
    Map<String, String> environment() {
        return Map.of("EQUIPOISE_TRUST_DIRECTORY", trusted().toString());
    }

    private Path trusted() {
        return directory.resolve("trusted");
    }

    /** @return the file of the private key, whose name without its ending is the key's id */
    Path enrol(String id) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String publicKey = pem("PUBLIC KEY", pair.getPublic().getEncoded()).replace("\n", "\\n");
        Files.writeString(
                Files.createDirectories(trusted()).resolve(id + ".json"),
                "{\"owner\": \"tests\", \"role\": [\"gateway\"], \"publicKey\": \"" + publicKey + "\"}");
        return Files.writeString(
                directory.resolve(id + ".pem"),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /** Enrols a key to sign with. */
    SigningKey signing(String id) throws Exception {
        Path file = enrol(id);
        return KeyFiles.signingKey(id, file.getFileName().toString(), Files.readString(file));
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getEncoder().encodeToString(encoded) + "\n-----END " + what
                + "-----\n";
    }
}
