package dev.equipoise.core.reputation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The chain of hashes over a log: the hash of an entry is SHA-256 over the hash before it, in its 64 hexadecimal digits, and
 * the {@link FactText} in UTF-8. Who knows the last hash knows that no entry before it was changed, dropped or moved. The
 * chain has no key: who can write the whole log can make another chain, so keep the last hash where he cannot.
 */
public final class FactChain {

    /** The hash before the first entry. */
    public static final String START = "0".repeat(64);

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private FactChain() {}

    /** @param before hash of the entry before, {@link #START} for the first */
    public static String next(String before, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * How many of these follow each other without a break, from the first one on: all of them if the chain is whole.
     *
     * @param before hash of the entry before the first of these
     */
    public static int intact(String before, List<FactLog.Entry> entries) {
        String hash = before;
        for (int i = 0; i < entries.size(); i++) {
            FactLog.Entry entry = entries.get(i);
            hash = next(hash, FactText.of(entry.fact()));
            if (!hash.equals(entry.hash())) {
                return i;
            }
        }
        return entries.size();
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }
}
