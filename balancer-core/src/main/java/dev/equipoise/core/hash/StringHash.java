package dev.equipoise.core.hash;

/**
 * A 64-bit hash of a text that every gateway computes alike: XXH64 with seed 0 (Yann Collet, xxHash specification
 * section "XXH64") over the text in UTF-16LE. In Python: {@code xxhash.xxh64(s.encode("utf-16-le"))}.
 *
 * <p>Read straight from the characters: no bytes are encoded and nothing is allocated. It spreads keys; it is no secret
 * and does not withstand someone who looks for collisions.
 */
public final class StringHash {

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    /** XXH64 eats stripes of 32 bytes: 16 characters of two bytes. */
    private static final int STRIPE = 16;

    private StringHash() {}

    public static long of(String text) {
        int whole = text.length() - text.length() % STRIPE;
        long hash = (whole == 0 ? P5 : stripes(text, whole)) + 2L * text.length();
        return avalanche(tail(text, whole, hash));
    }

    @SuppressWarnings("ConstantOverflow") // XXH64 is arithmetic modulo 2^64
    private static long stripes(String text, int end) {
        long a = P1 + P2;
        long b = P2;
        long c = 0;
        long d = -P1;
        for (int at = 0; at < end; at += STRIPE) {
            a = round(a, eightBytes(text, at));
            b = round(b, eightBytes(text, at + 4));
            c = round(c, eightBytes(text, at + 8));
            d = round(d, eightBytes(text, at + 12));
        }
        long hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
        return merge(merge(merge(merge(hash, a), b), c), d);
    }

    private static long tail(String text, int from, long start) {
        long hash = start;
        int at = from;
        for (; at + 4 <= text.length(); at += 4) {
            hash = Long.rotateLeft(hash ^ round(0, eightBytes(text, at)), 27) * P1 + P4;
        }
        if (at + 2 <= text.length()) {
            hash = Long.rotateLeft(hash ^ fourBytes(text, at) * P1, 23) * P2 + P3;
            at += 2;
        }
        if (at < text.length()) {
            char last = text.charAt(at);
            hash = Long.rotateLeft(hash ^ (last & 0xff) * P5, 11) * P1;
            hash = Long.rotateLeft(hash ^ (last >>> 8) * P5, 11) * P1;
        }
        return hash;
    }

    private static long avalanche(long hash) {
        long h = (hash ^ hash >>> 33) * P2;
        h = (h ^ h >>> 29) * P3;
        return h ^ h >>> 32;
    }

    /** A number in [0, 1) that tells nothing of where the hash lies on a ring. */
    public static double lot(long hash) {
        return (avalanche(hash + P2) >>> 11) * 0x1p-53;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * P1 + P4;
    }

    private static long eightBytes(String text, int at) {
        return fourBytes(text, at) | fourBytes(text, at + 2) << 32;
    }

    private static long fourBytes(String text, int at) {
        return text.charAt(at) | (long) text.charAt(at + 1) << 16;
    }
}
