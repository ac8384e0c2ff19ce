package dev.equipoise.bench.effect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A secret for each gateway, so that each is a witness of its own. */
final class GatewayKeys {

    private static final int SECRET_BYTES = 32;

    private final Path directory;
    private final List<Path> files;

    private GatewayKeys(Path directory, List<Path> files) {
        this.directory = directory;
        this.files = files;
    }

    static GatewayKeys make(int gateways, Path directory) throws IOException {
        SecureRandom random = new SecureRandom();
        Files.createDirectories(directory.resolve("trusted"));
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < gateways; i++) {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            Path file = directory.resolve("gateway-" + i + ".hmac").toAbsolutePath();
            Files.writeString(file, Base64.getEncoder().encodeToString(secret) + "\n");
            files.add(file);
        }
        return new GatewayKeys(directory, files);
    }

    /** An empty directory: nobody else is trusted. */
    Path trusted() {
        return directory.resolve("trusted");
    }

    /** By which the reputation service knows them. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String key = "--equipoise.trust.keys[" + i + "].";
            arguments.addAll(List.of(key + "id=gateway-" + i, key + "hmac-file=" + files.get(i), key + "role=gateway"));
        }
        return arguments;
    }

    /** With which one of them reports. @param gateway from 0 */
    List<String> gatewayArguments(int gateway, InetSocketAddress reputation) {
        return List.of(
                "--equipoise.gateway.reputation=http://127.0.0.1:" + reputation.getPort(),
                "--equipoise.gateway.key=" + files.get(gateway));
    }
}
