package io.amp4j.devnet.internal.chain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** 32 bytes made from a key: hashes, roots and topics. The same four words are written to vectors and printed. */
public final class BlockHash {
    /** Bytes in a hash. */
    public static final int BYTES = 32;

    /** What stands for the parent of block 0. */
    public static final String ZERO = "0x" + "00".repeat(BYTES);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private BlockHash() {}

    /**
     * One of the four words of a hash, least significant byte first.
     *
     * @param key what the hash is made from
     * @param index 0 to 3
     * @return the word
     */
    public static long word(long key, int index) {
        return Mix.of(key, 0x51L + index);
    }

    /**
     * The hash as bytes.
     *
     * @param key what it is made from
     * @return 32 bytes
     */
    public static byte[] bytes(long key) {
        byte[] bytes = new byte[BYTES];
        put(bytes, 0, key);
        return bytes;
    }

    /**
     * Writes a hash.
     *
     * @param bytes where to
     * @param at its first byte; 32 must fit
     * @param key what it is made from
     */
    public static void put(byte[] bytes, int at, long key) {
        for (int i = 0; i < 4; i++) {
            LONG.set(bytes, at + i * Long.BYTES, word(key, i));
        }
    }

    /**
     * The hash as servers write it.
     *
     * @param key what it is made from
     * @return {@code 0x} and 64 hex digits
     */
    public static String hex(long key) {
        return "0x" + HexFormat.of().formatHex(bytes(key));
    }

    /**
     * Writes a 256-bit amount, big-endian, of the size that tokens with 18 decimals have: below 2^96.
     *
     * @param bytes where to
     * @param at its first byte; the upper bytes there must be zero
     * @param high what the upper 32 bits are made from
     * @param low the lower 64 bits
     */
    public static void putAmount(byte[] bytes, int at, long high, long low) {
        LONG.set(bytes, at + 16, Long.reverseBytes((high >>> 36) & 0xFFFF));
        LONG.set(bytes, at + 24, Long.reverseBytes(low));
    }
}
