package io.amp4j.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/**
 * UTF-8 text under construction: one buffer, reused for every row, so that a value becomes output bytes without a String.
 *
 * <p>With a limit set, long values stop once they pass it: a table cell of 30 characters does not pay for a megabyte.
 */
final class Text {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 4096;
    private static final int LONGEST_LONG = 20;

    private byte[] bytes = new byte[8192];
    private final byte[] chunk = new byte[CHUNK];
    private int length;
    private int limit = Integer.MAX_VALUE;

    /** Long values may stop when the text is longer than this many bytes. */
    void limit(int bytesAtLeast) {
        limit = bytesAtLeast;
    }

    boolean full() {
        return length > limit;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    void clear() {
        length = 0;
    }

    Text put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    Text repeat(char ascii, int times) {
        if (times > 0) {
            reserve(times);
            Arrays.fill(bytes, length, length + times, (byte) ascii);
            length += times;
        }
        return this;
    }

    Text text(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    Text raw(byte[] source) {
        return raw(source, 0, source.length);
    }

    Text raw(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Copies a part of another text. */
    Text raw(Text source, int from, int count) {
        return raw(source.bytes, from, count);
    }

    Text number(long value) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                return text("-9223372036854775808");
            }
            put('-');
            return digits(-value);
        }
        return digits(value);
    }

    Text unsigned(long value) {
        if (value >= 0) {
            return digits(value);
        }
        long head = Long.divideUnsigned(value, 10);
        return digits(head).put((char) ('0' + (value - head * 10)));
    }

    /** A number that is not negative, with leading zeros up to a width. */
    Text padded(long value, int width) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return repeat('0', width - digits).digits(value);
    }

    private Text digits(long value) {
        reserve(LONGEST_LONG);
        int end = length + LONGEST_LONG;
        int at = end;
        long rest = value;
        do {
            long next = rest / 10;
            bytes[--at] = (byte) ('0' + (rest - next * 10));
            rest = next;
        } while (rest != 0);
        System.arraycopy(bytes, at, bytes, length, end - at);
        length += end - at;
        return this;
    }

    /** Bytes as {@code 0x…}. */
    Text hex(ArrowBuf source, long from, long count) {
        put('0').put('x');
        for (long done = 0; done < count && !full(); done += CHUNK) {
            int step = (int) Math.min(CHUNK, count - done);
            source.getBytes(from + done, chunk, 0, step);
            hexDigits(chunk, step);
        }
        return this;
    }

    Text hex(byte[] source) {
        put('0').put('x');
        return hexDigits(source, source.length);
    }

    private Text hexDigits(byte[] source, int count) {
        reserve(2 * count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = HEX[(source[i] >> 4) & 0xf];
            bytes[length++] = HEX[source[i] & 0xf];
        }
        return this;
    }

    Text utf8(ArrowBuf source, long from, long count) {
        for (long done = 0; done < count && !full(); done += CHUNK) {
            int step = (int) Math.min(CHUNK, count - done);
            reserve(step);
            source.getBytes(from + done, bytes, length, step);
            length += step;
        }
        return this;
    }

    /** UTF-8 as the inside of a JSON string. */
    Text jsonUtf8(ArrowBuf source, long from, long count) {
        for (long done = 0; done < count && !full(); done += CHUNK) {
            int step = (int) Math.min(CHUNK, count - done);
            source.getBytes(from + done, chunk, 0, step);
            jsonEscaped(chunk, step);
        }
        return this;
    }

    /** A whole JSON string, with its quotes. */
    Text jsonString(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return put('"').jsonEscaped(encoded, encoded.length).put('"');
    }

    /** UTF-8 bytes as the inside of a JSON string. */
    Text jsonEscaped(byte[] source, int count) {
        int copied = 0;
        for (int i = 0; i < count; i++) {
            byte b = source[i];
            if (b < 0 || (b >= ' ' && b != '"' && b != '\\')) {
                continue;
            }
            raw(source, copied, i - copied);
            escape(b);
            copied = i + 1;
        }
        return raw(source, copied, count - copied);
    }

    private void escape(byte b) {
        switch (b) {
            case '"', '\\' -> put('\\').put((char) b);
            case '\n' -> text("\\n");
            case '\r' -> text("\\r");
            case '\t' -> text("\\t");
            default -> text("\\u00").put((char) HEX[b >> 4]).put((char) HEX[b & 0xf]);
        }
    }

    /** Encloses what was written since {@code from} in quotes if CSV asks for it, doubling the quotes inside. */
    void quoteCsv(int from) {
        int quotes = 0;
        boolean special = length == from;
        for (int i = from; i < length; i++) {
            byte b = bytes[i];
            if (b == '"') {
                quotes++;
            }
            special |= b == '"' || b == ',' || b == '\n' || b == '\r';
        }
        if (!special) {
            return;
        }
        int count = length - from;
        int added = quotes + 2;
        reserve(added);
        int target = length + added;
        bytes[--target] = '"';
        for (int i = from + count - 1; i >= from; i--) {
            byte b = bytes[i];
            bytes[--target] = b;
            if (b == '"') {
                bytes[--target] = '"';
            }
        }
        bytes[--target] = '"';
        length += added;
    }

    /** Takes the spaces off the end. */
    void trimEnd() {
        while (length > 0 && bytes[length - 1] == ' ') {
            length--;
        }
    }

    void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
