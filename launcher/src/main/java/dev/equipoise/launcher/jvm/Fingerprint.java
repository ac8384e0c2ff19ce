package dev.equipoise.launcher.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Tells the contents of jars apart. It reads the checksums a jar's directory holds, not the 40 MB they are about; the
 * time of a jar tells nothing, because reproducible builds set it to a constant.
 */
final class Fingerprint {

    private static final int HEX_DIGITS = 12;

    private Fingerprint() {}

    /** @param circumstances whatever else makes a difference */
    static String of(Path jar, String circumstances) throws IOException {
        MessageDigest digest = sha256();
        digest.update(circumstances.getBytes(StandardCharsets.UTF_8));
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream().forEachOrdered(entry -> update(digest, entry));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }

    private static void update(MessageDigest digest, ZipEntry entry) {
        digest.update(entry.getName().getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(entry.getCrc())
                .putLong(entry.getSize())
                .array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
