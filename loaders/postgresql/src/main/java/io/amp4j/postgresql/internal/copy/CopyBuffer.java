package io.amp4j.postgresql.internal.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in PostgreSQL's order, in one reused array. With a sink, a full array is handed to it and filled again, so that a value of any
 * size passes; without one the array grows, for parts whose length must stand before them.
 */
final class CopyBuffer {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final @Nullable CopySink sink;
    private byte[] bytes;
    private int end;

    CopyBuffer(CopySink sink, int capacity) {
        this.sink = sink;
        this.bytes = new byte[capacity];
    }

    CopyBuffer(int capacity) {
        this.sink = null;
        this.bytes = new byte[capacity];
    }

    int size() {
        return end;
    }

    void clear() {
        end = 0;
    }

    /** Makes certain that the next {@code length} bytes fit without a further check. */
    void room(int length) throws SQLException {
        if (bytes.length - end < length) {
            makeRoom(length);
        }
    }

    private void makeRoom(int length) throws SQLException {
        if (sink != null) {
            flush();
        }
        if (bytes.length - end < length) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(end, length), (int) Math.min(bytes.length * 2L, 1 << 30)));
        }
    }

    void flush() throws SQLException {
        if (sink != null && end > 0) {
            sink.write(bytes, 0, end);
            end = 0;
        }
    }

    /** Needs {@link #room}, as all puts of a fixed width do. */
    void putByte(int value) {
        bytes[end++] = (byte) value;
    }

    void putShort(int value) {
        SHORTS.set(bytes, end, (short) value);
        end += Short.BYTES;
    }

    void putInt(int value) {
        INTS.set(bytes, end, value);
        end += Integer.BYTES;
    }

    void putLong(long value) {
        LONGS.set(bytes, end, value);
        end += Long.BYTES;
    }

    /** Overwrites a length that was left open. Only where nothing was flushed since. */
    void setInt(int position, int value) {
        INTS.set(bytes, position, value);
    }

    void put(byte[] source, int offset, int length) throws SQLException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = part(left);
            System.arraycopy(source, from, bytes, end, part);
            end += part;
            from += part;
            left -= part;
        }
    }

    void put(CopyBuffer source) throws SQLException {
        put(source.bytes, 0, source.end);
    }

    void put(ArrowBuf source, long offset, int length) throws SQLException {
        long from = offset;
        int left = length;
        while (left > 0) {
            int part = part(left);
            source.getBytes(from, bytes, end, part);
            end += part;
            from += part;
            left -= part;
        }
    }

    /** As {@link #put}, for few bytes: word by word, since a call that copies costs as much as the words. Needs {@link #room}. */
    void putWords(ArrowBuf source, long offset, int length) {
        source.checkBytes(offset, offset + length);
        long from = source.memoryAddress() + offset;
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            WORDS.set(bytes, end + done, MemoryUtil.getLong(from + done));
        }
        for (; done < length; done++) {
            bytes[end + done] = MemoryUtil.getByte(from + done);
        }
        end += length;
    }

    /** How much of what is left can be copied at once, never nothing. */
    private int part(int left) throws SQLException {
        int free = bytes.length - end;
        if (left <= free) {
            return left;
        }
        if (sink == null) {
            room(left);
            return left;
        }
        if (free == 0) {
            flush();
            return Math.min(left, bytes.length);
        }
        return free;
    }
}
