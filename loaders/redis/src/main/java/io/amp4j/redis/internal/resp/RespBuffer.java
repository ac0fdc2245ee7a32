package io.amp4j.redis.internal.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Commands as the bytes that Redis reads, one behind the other. Grows as needed and is used again. Not thread-safe.
 *
 * <p>A command is an array of byte strings, each with its length before it. Where the length is known only once the bytes are written, room
 * is left for it ({@link #beginBulk}).
 */
public final class RespBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int size;
    private int commands;

    /**
     * An empty buffer.
     *
     * @param capacity its bytes to begin with
     */
    public RespBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /**
     * The bytes; valid until the next write.
     *
     * @return the array, of which {@link #size()} bytes are in use
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * How many bytes are in use.
     *
     * @return the size
     */
    public int size() {
        return size;
    }

    /**
     * How many commands were begun since the buffer was empty.
     *
     * @return the number of commands, and of replies to await
     */
    public int commands() {
        return commands;
    }

    /** Empties it. */
    public void clear() {
        size = 0;
        commands = 0;
    }

    /**
     * Forgets what was written behind a place.
     *
     * @param toSize the size as it was
     * @param toCommands the number of commands as it was
     */
    public void truncate(int toSize, int toCommands) {
        size = toSize;
        commands = toCommands;
    }

    /**
     * Makes room.
     *
     * @param more how many bytes will be written
     */
    public void room(int more) {
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
    public void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /**
     * Writes bytes.
     *
     * @param source where they are
     */
    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    /**
     * Writes bytes.
     *
     * @param source where they are
     * @param from the first
     * @param length how many
     */
    public void put(byte[] source, int from, int length) {
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
    public void put(ArrowBuf source, long from, int length) {
        room(length);
        source.getBytes(from, bytes, size, length);
        size += length;
    }

    /**
     * Writes bytes from Arrow memory as hex digits behind {@code 0x}.
     *
     * @param source where they are
     * @param from the first
     * @param length how many
     */
    public void putHex(ArrowBuf source, long from, int length) {
        int total = Math.addExact(2, Math.multiplyExact(2, length));
        room(total);
        bytes[size] = '0';
        bytes[size + 1] = 'x';
        // The bytes go to the end of their place and are spread out from its beginning: no array on the side.
        int plain = size + total - length;
        source.getBytes(from, bytes, plain, length);
        int at = size + 2;
        for (int i = 0; i < length; i++) {
            int value = bytes[plain + i];
            bytes[at++] = HEX[value >> 4 & 15];
            bytes[at++] = HEX[value & 15];
        }
        size += total;
    }

    /**
     * Writes a number in decimal digits.
     *
     * @param value the number
     */
    public void putNumber(long value) {
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
    public void putUnsigned(long value) {
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

    private static int digits(long value) {
        int digits = 1;
        long limit = 10;
        while (digits < 19 && value >= limit) {
            digits++;
            limit *= 10;
        }
        return digits;
    }

    /**
     * Begins a command.
     *
     * @param arguments how many byte strings follow, its name among them
     */
    public void beginCommand(int arguments) {
        length('*', arguments);
        commands++;
    }

    /**
     * Writes a whole command of text.
     *
     * @param arguments its name and arguments
     */
    public void command(String... arguments) {
        beginCommand(arguments.length);
        for (String argument : arguments) {
            bulk(argument);
        }
    }

    /**
     * Writes an argument.
     *
     * @param text the argument
     */
    public void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes an argument.
     *
     * @param argument the argument
     */
    public void bulk(byte[] argument) {
        bulk(argument, 0, argument.length);
    }

    /**
     * Writes an argument.
     *
     * @param source where it is
     * @param from its first byte
     * @param length its length
     */
    public void bulk(byte[] source, int from, int length) {
        bulkLength(length);
        put(source, from, length);
        end();
    }

    /**
     * Writes what stands before an argument of a known length; the argument and {@link #end} follow.
     *
     * @param length the argument's length in bytes
     */
    public void bulkLength(int length) {
        length('$', length);
    }

    private void length(char type, int length) {
        room(1 + LONGEST_NUMBER + 2);
        bytes[size++] = (byte) type;
        putDigits(length);
        bytes[size++] = '\r';
        bytes[size++] = '\n';
    }

    /** Ends an argument. */
    public void end() {
        room(2);
        bytes[size++] = '\r';
        bytes[size++] = '\n';
    }

    /**
     * Leaves room for the length of an argument that follows.
     *
     * @param digits how many digits it will likely have
     * @return the place, for {@link #endBulk}
     */
    public int beginBulk(int digits) {
        int place = size;
        room(1 + digits + 2);
        size += 1 + digits + 2;
        return place;
    }

    /**
     * Ends an argument whose length stands before it: the bytes move if the number of digits was not the one expected.
     *
     * @param place what {@link #beginBulk} gave
     * @param digits what it was given
     * @return how many digits the length has: the best guess for the next value
     */
    public int endBulk(int place, int digits) {
        int start = place + 1 + digits + 2;
        int length = size - start;
        int needed = digits(length);
        if (needed != digits) {
            int moved = place + 1 + needed + 2;
            room(Math.max(0, needed - digits));
            System.arraycopy(bytes, start, bytes, moved, length);
        }
        size = place;
        length('$', length);
        size += length;
        end();
        return needed;
    }

    /**
     * A copy of some of the bytes.
     *
     * @param from the first
     * @param to behind the last
     * @return the copy
     */
    public byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
