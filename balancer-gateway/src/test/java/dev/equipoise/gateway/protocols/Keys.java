package dev.equipoise.gateway.protocols;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate it signed itself, made by the JDK's own tool. */
record Keys(Path store, Path certificate) {

    static final String PASSWORD = "changeit";

    /** @param name of the subject, and of the files */
    static Keys make(Path directory, String name) throws IOException, InterruptedException {
        Keys keys = new Keys(directory.resolve(name + ".p12"), directory.resolve(name + ".pem"));
        run(List.of(
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:" + name,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.store.toString(),
                "-storepass",
                PASSWORD));
        run(List.of(
                "-exportcert",
                "-rfc",
                "-alias",
                "key",
                "-keystore",
                keys.store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                keys.certificate.toString()));
        return keys;
    }

    private static void run(List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder tool = new ProcessBuilder();
        tool.command()
                .add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        tool.command().addAll(arguments);
        Process process = tool.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** Of a side that shows this certificate and believes those of {@code trusted}. */
    SSLContext context(Keys... trusted) throws IOException, GeneralSecurityException {
        return context(own().getKeyManagers(), trusted);
    }

    /** Of a side that shows no certificate and believes those of {@code trusted}. */
    static SSLContext anonymous(Keys... trusted) throws IOException, GeneralSecurityException {
        return context(null, trusted);
    }

    /** What it shows. */
    KeyManagerFactory own() throws IOException, GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(load(), PASSWORD.toCharArray());
        return own;
    }

    private static SSLContext context(KeyManager[] own, Keys... trusted) throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        for (Keys each : trusted) {
            known.setCertificateEntry(each.store.toString(), each.load().getCertificate("key"));
        }
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, others.getTrustManagers(), null);
        return context;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        return loaded;
    }
}
