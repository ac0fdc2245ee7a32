package io.amp4j.loader.arrow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.arrow.memory.ArrowBuf;

/** Text as JSON strings: UTF-8 as it is, with quotes, backslashes and control characters escaped. Used by one thread. */
public final class JsonText {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[][] escapes = new byte[128][];

    /** The rest of a text behind its first escape, since writing it again would overwrite what is not read yet. */
    private byte[] rest = {};

    /**
     * The strings of a store.
     *
     * @param rules its rules
     */
    public JsonText(TextRules rules) {
        for (int i = 0; i < ' '; i++) {
            escapes[i] = TextColumn.ascii(String.format(Locale.ROOT, "\\u%04x", i));
        }
        if (rules.nul() != null) {
            escapes[0] = rules.nul().getBytes(StandardCharsets.UTF_8);
        }
        escapes['"'] = TextColumn.ascii("\\\"");
        escapes['\\'] = TextColumn.ascii("\\\\");
    }

    /**
     * Text as a JSON string.
     *
     * @param text any text
     * @return its UTF-8, escaped and within quotes
     */
    public byte[] quoted(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        TextBuffer out = new TextBuffer(plain.length + 16);
        out.put('"');
        out.put(plain);
        escape(out, 1);
        out.put('"');
        return out.copy(0, out.size());
    }

    /**
     * A name as it stands before an object's value.
     *
     * @param name any text
     * @return the quoted name and a colon
     */
    public byte[] member(String name) {
        byte[] quoted = quoted(name);
        byte[] member = new byte[quoted.length + 1];
        System.arraycopy(quoted, 0, member, 0, quoted.length);
        member[quoted.length] = ':';
        return member;
    }

    void put(TextBuffer out, ArrowBuf source, long start, int length) {
        out.put('"');
        int from = out.size();
        out.put(source, start, length);
        escape(out, from);
        out.put('"');
    }

    /**
     * Escapes, in its place, what was written as plain text: for a string that is put together between quotes.
     *
     * @param out where it stands, up to its end
     * @param from where it begins
     */
    public void escape(TextBuffer out, int from) {
        byte[] bytes = out.bytes();
        int end = out.size();
        int at = from;
        while (at <= end - Long.BYTES && arePlain((long) WORDS.get(bytes, at))) {
            at += Long.BYTES;
        }
        while (at < end && isPlain(bytes[at])) {
            at++;
        }
        if (at < end) {
            escapeRest(out, at);
        }
    }

    private void escapeRest(TextBuffer out, int first) {
        int length = out.size() - first;
        if (rest.length < length) {
            rest = new byte[Math.max(length, 2 * rest.length)];
        }
        System.arraycopy(out.bytes(), first, rest, 0, length);
        out.truncate(first);
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (!isPlain(rest[i])) {
                out.put(rest, from, i - from);
                out.put(escapes[rest[i]]);
                from = i + 1;
            }
        }
        out.put(rest, from, length - from);
    }

    private static boolean isPlain(byte b) {
        return (b & 0xff) >= ' ' && b != '"' && b != '\\';
    }

    /** As {@link #isPlain}, for eight bytes at once: a byte's high bit tells that it is below a space, or one of the two signs. */
    private static boolean arePlain(long bytes) {
        long low = (bytes - ONES * ' ') & ~bytes;
        return ((low | zeros(bytes ^ ONES * '"') | zeros(bytes ^ ONES * '\\')) & HIGH_BITS) == 0;
    }

    private static long zeros(long bytes) {
        return (bytes - ONES) & ~bytes;
    }
}
