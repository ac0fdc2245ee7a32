package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.ByteSource;
import io.amp4j.postgresql.TypeRules.Nul;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** Text as a JSON string: UTF-8 as it is, with quotes, backslashes and control characters escaped. */
final class JsonText extends JsonValue {
    private static final byte[][] ESCAPES = escapes();
    private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private final ByteSource source;
    private final byte[] nul;

    private byte[] bytes = new byte[256];

    JsonText(ByteSource source, Nul rule) {
        this.source = source;
        this.nul = switch (rule) {
            case REFUSE -> ESCAPES[0];
            case REMOVE -> NOTHING;
            case REPLACE -> REPLACEMENT;
        };
    }

    @Override
    void bindValues(FieldVector vector) {
        source.bind(vector);
    }

    @Override
    void writeValue(CopyBuffer out, int row) throws SQLException {
        source.locate(row);
        int length = Math.toIntExact(source.length());
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        source.buffer().getBytes(source.start(), bytes, 0, length);
        put(out, '"');
        escape(out, bytes, length, nul);
        put(out, '"');
    }

    /** A name as it stands before an object's value. */
    static byte[] name(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream quoted = new ByteArrayOutputStream();
        quoted.write('"');
        for (byte b : text) {
            if (isPlain(b)) {
                quoted.write(b);
            } else {
                quoted.writeBytes(ESCAPES[b]);
            }
        }
        quoted.write('"');
        quoted.write(':');
        return quoted.toByteArray();
    }

    private static void escape(CopyBuffer out, byte[] text, int length, byte[] nul) throws SQLException {
        int from = 0;
        for (int i = 0; i < length; i++) {
            byte b = text[i];
            if (!isPlain(b)) {
                out.put(text, from, i - from);
                put(out, b == 0 ? nul : ESCAPES[b]);
                from = i + 1;
            }
        }
        out.put(text, from, length - from);
    }

    private static boolean isPlain(byte b) {
        return (b & 0xff) >= ' ' && b != '"' && b != '\\';
    }

    private static byte[][] escapes() {
        byte[][] escapes = new byte[128][];
        for (int i = 0; i < ' '; i++) {
            escapes[i] = ascii(String.format("\\u%04x", i));
        }
        escapes['"'] = ascii("\\\"");
        escapes['\\'] = ascii("\\\\");
        return escapes;
    }
}
