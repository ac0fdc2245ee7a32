package io.amp4j.redis.internal.text;

import io.amp4j.redis.internal.resp.RespBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.arrow.memory.ArrowBuf;

/** Text as a JSON string: UTF-8 as it is, with quotes, backslashes and control characters escaped. */
public final class JsonText {
    private static final byte[][] ESCAPES = escapes();

    private JsonText() {}

    private static byte[][] escapes() {
        byte[][] escapes = new byte[128][];
        for (int i = 0; i < ' '; i++) {
            escapes[i] = TextColumn.ascii(String.format(Locale.ROOT, "\\u%04x", i));
        }
        escapes['"'] = TextColumn.ascii("\\\"");
        escapes['\\'] = TextColumn.ascii("\\\\");
        return escapes;
    }

    private static boolean isPlain(byte b) {
        return (b & 0xff) >= ' ' && b != '"' && b != '\\';
    }

    static void put(RespBuffer out, ArrowBuf source, long start, int length) {
        out.put('"');
        int from = 0;
        for (int i = 0; i < length; i++) {
            byte b = source.getByte(start + i);
            if (!isPlain(b)) {
                out.put(source, start + from, i - from);
                out.put(ESCAPES[b]);
                from = i + 1;
            }
        }
        out.put(source, start + from, length - from);
        out.put('"');
    }

    /**
     * Text as a JSON string.
     *
     * @param text any text
     * @return its UTF-8, escaped and within quotes
     */
    public static byte[] quoted(String text) {
        RespBuffer out = new RespBuffer(text.length() + 16);
        out.put('"');
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                out.put(b);
            } else {
                out.put(ESCAPES[b]);
            }
        }
        out.put('"');
        return out.copy(0, out.size());
    }

    /**
     * A name as it stands before an object's value.
     *
     * @param name any text
     * @return the quoted name and a colon
     */
    public static byte[] member(String name) {
        byte[] quoted = quoted(name);
        byte[] member = new byte[quoted.length + 1];
        System.arraycopy(quoted, 0, member, 0, quoted.length);
        member[quoted.length] = ':';
        return member;
    }
}
