package dev.equipoise.core.hash;

/** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): one to one, every bit depends on every bit. */
final class SplitMix {

    private SplitMix() {}

    static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
