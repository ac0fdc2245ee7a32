package io.amp4j.loader.arrow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/** Text as bytes of UTF-8, one value behind the other, in an array that grows as needed and is used again. Not thread-safe. */
public class TextBuffer {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final short[] HEX = hexPairs();
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int size;

    /**
     * An empty buffer.
     *
     * @param capacity its bytes to begin with
     */
    public TextBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** The two digits of each byte, the first in the lower half. */
    private static short[] hexPairs() {
        String digits = "0123456789abcdef";
        short[] pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (digits.charAt(i & 15) << 8 | digits.charAt(i >> 4));
        }
        return pairs;
    }

    /**
     * The bytes; valid until the next write.
     *
     * @return the array, of which {@link #size()} bytes are in use
     */
    public final byte[] bytes() {
        return bytes;
    }

    /**
     * How many bytes are in use.
     *
     * @return the size
     */
    public final int size() {
        return size;
    }

    /** Empties it. */
    public void clear() {
        size = 0;
    }

    /**
     * Forgets what was written behind a place.
     *
     * @param toSize the size as it was
     */
    public final void truncate(int toSize) {
        size = toSize;
    }

    /**
     * Takes the next bytes as written, whatever they are.
     *
     * @param length how many
     */
    public final void skip(int length) {
        room(length);
        size += length;
    }

    /**
     * Makes room.
     *
     * @param more how many bytes will be written
     */
    public final void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int)
                    Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
    }

    /**
     * Writes one byte.
     *
     * @param value the byte
     */
    public final void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /**
     * Writes bytes.
     *
     * @param source where they are
     */
    public final void put(byte[] source) {
        put(source, 0, source.length);
    }

    /**
     * Writes bytes.
     *
     * @param source where they are
     * @param from the first
     * @param length how many
     */
    public final void put(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /**
     * Writes bytes from Arrow memory.
     *
     * @param source where they are
     * @param from the first
     * @param length how many
     */
    public final void put(ArrowBuf source, long from, int length) {
        room(length);
        source.getBytes(from, bytes, size, length);
        size += length;
    }

    /**
     * Writes bytes from Arrow memory as hex digits, two a byte.
     *
     * @param source where they are
     * @param from the first
     * @param length how many
     */
    public final void putHex(ArrowBuf source, long from, int length) {
        int total = Math.multiplyExact(2, length);
        room(total);
        // The bytes go to the end of their place and are spread out from its beginning: no array on the side.
        int plain = size + length;
        source.getBytes(from, bytes, plain, length);
        for (int i = 0; i < length; i++) {
            SHORTS.set(bytes, size + 2 * i, HEX[bytes[plain + i] & 0xff]);
        }
        size += total;
    }

    /**
     * Writes a number in decimal digits.
     *
     * @param value the number
     */
    public final void putNumber(long value) {
        if (value >= 0) {
            putDigits(value);
        } else if (value == Long.MIN_VALUE) {
            put(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        } else {
            put('-');
            putDigits(-value);
        }
    }

    /**
     * Writes a number without a sign in decimal digits.
     *
     * @param value the number's bits
     */
    public final void putUnsigned(long value) {
        if (value >= 0) {
            putDigits(value);
        } else {
            put(Long.toUnsignedString(value).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void putDigits(long value) {
        room(LONGEST_NUMBER);
        int digits = digits(value);
        long rest = value;
        for (int at = size + digits - 1; at >= size; at--) {
            long quotient = rest / 10;
            bytes[at] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
        size += digits;
    }

    /**
     * How long a number is.
     *
     * @param value a number, not below zero
     * @return how many decimal digits it has
     */
    protected static int digits(long value) {
        int digits = 1;
        long limit = 10;
        while (digits < 19 && value >= limit) {
            digits++;
            limit *= 10;
        }
        return digits;
    }

    /**
     * A copy of some of the bytes.
     *
     * @param from the first
     * @param to behind the last
     * @return the copy
     */
    public final byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
