package io.amp4j.devnet.internal.chain;

/** Turns numbers into numbers that look random: the finaliser of SplitMix64. All content of the chain comes from here. */
public final class Mix {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mix() {}

    /**
     * A well-mixed number.
     *
     * @param value any number
     * @return another, one to one
     */
    public static long of(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * A number for one use of a key.
     *
     * @param key the key
     * @param use tells the uses of the same key apart
     * @return a well-mixed number
     */
    public static long of(long key, long use) {
        return of(key + use * GOLDEN);
    }

    /**
     * A number below a bound.
     *
     * @param mixed a well-mixed number
     * @param bound more than zero
     * @return zero or more, less than the bound
     */
    public static int below(long mixed, int bound) {
        return (int) (((mixed >>> 32) * bound) >>> 32);
    }
}
