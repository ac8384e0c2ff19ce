package dev.equipoise.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Redis that speaks TLS only and wants a certificate of each client. The certificates are made for one run. */
public final class RedisTlsForTests implements AutoCloseable {

    private static final char[] PASSWORD = "for-one-run".toCharArray();

    private final Path directory;
    private final RedisProcess server;

    public RedisTlsForTests() {
        int port = RedisProcess.freePorts(1)[0];
        try {
            directory = Files.createTempDirectory("redis-tls-");
            makeCertificate("server");
            makeCertificate("client");
            makeCertificate("stranger");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificates", e);
        }
        server = RedisProcess.server(
                port,
                "port 0",
                "tls-port " + port,
                "tls-cert-file " + certificate("server"),
                "tls-key-file " + key("server"),
                "tls-ca-cert-file " + certificate("client"),
                "tls-auth-clients yes");
    }

    /** What registry and gateway are told. */
    public Map<String, String> properties() {
        return properties("server", "client");
    }

    /** As a client that trusts {@code trusted} alone and shows the certificate of {@code self}. */
    public Map<String, String> properties(String trusted, String self) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spring.data.redis.host", "127.0.0.1");
        properties.put("spring.data.redis.port", String.valueOf(server.port()));
        properties.put("spring.data.redis.ssl.bundle", "redis");
        properties.put("spring.ssl.bundle.pem.redis.truststore.certificate", "file:" + certificate(trusted));
        properties.put("spring.ssl.bundle.pem.redis.keystore.certificate", "file:" + certificate(self));
        properties.put("spring.ssl.bundle.pem.redis.keystore.private-key", "file:" + key(self));
        return properties;
    }

    /** Without TLS, on the same port. */
    public Map<String, String> plainProperties() {
        return Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", String.valueOf(server.port()));
    }

    private Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    private Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** Signed by itself, so that it is the authority to trust, too. */
    private void makeCertificate(String name) throws IOException, GeneralSecurityException {
        Path store = directory.resolve(name + ".p12");
        keytool(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Files.writeString(
                certificate(name), pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
        Files.writeString(
                key(name), pem("PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded()));
    }

    private static void keytool(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String pem(String what, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    @Override
    public void close() {
        server.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
