package io.amp4j.client.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Spoils bytes in the ways that readers stumble over. */
public final class Mutation {
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        7,
        8,
        9,
        10,
        63,
        64,
        127,
        128,
        255,
        4096,
        65_535,
        1 << 20,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        -1,
        -2,
        -8,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 32,
        (1L << 32) - 1,
        1L << 40
    };
    private static final byte[] JSON =
            "{}[]\",:0123456789-.eEtruefalsnl\\ u\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private Mutation() {}

    /** Changes a few places of a binary format with little-endian numbers. */
    public static byte[] binary(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            mutant = mutant.length == 0 ? new byte[random.nextInt(20)] : once(mutant, random);
        }
        return mutant;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return Arrays.copyOf(bytes, bytes.length + random.nextInt(64));
            }
            case 4 -> {
                int length = random.nextInt(Math.min(64, bytes.length - at) + 1);
                System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
            }
            case 5 -> {
                if (bytes.length >= 8) {
                    buffer.putLong(Math.min(at & ~7, bytes.length - 8), number);
                }
            }
            default -> {
                if (bytes.length >= 4) {
                    buffer.putInt(Math.min(at & ~3, bytes.length - 4), (int) number);
                }
            }
        }
        return bytes;
    }

    /** Changes a few places of a text, mostly into other characters that mean something in JSON. */
    public static byte[] text(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(mutant.length);
            mutant[at] = random.nextInt(8) == 0 ? (byte) random.nextInt() : JSON[random.nextInt(JSON.length)];
        }
        return random.nextInt(6) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }
}
