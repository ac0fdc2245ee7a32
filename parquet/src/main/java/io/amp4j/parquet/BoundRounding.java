package io.amp4j.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Short bounds for long values: a beginning below, and a beginning with its last character or byte raised above. */
final class BoundRounding {
    /** The longest bound that is not rounded: what parquet-java and Iceberg use for page indexes. */
    static final int LENGTH = 64;

    private BoundRounding() {}

    static byte[] down(byte[] value, boolean text) {
        return Arrays.copyOf(value, text ? characters(value) : LENGTH);
    }

    /** A value of about the same length above all that begin as this one does; null if there is none. */
    static byte @Nullable [] up(byte[] value, boolean text) {
        return text ? upText(value) : upBinary(value);
    }

    private static byte @Nullable [] upBinary(byte[] value) {
        for (int i = LENGTH - 1; i >= 0; i--) {
            if (value[i] != (byte) 0xFF) {
                byte[] raised = Arrays.copyOf(value, i + 1);
                raised[i]++;
                return raised;
            }
        }
        return null;
    }

    private static byte @Nullable [] upText(byte[] value) {
        int characters = characters(value);
        String beginning = new String(value, 0, characters, StandardCharsets.UTF_8);
        if (!Arrays.equals(beginning.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(value, characters))) {
            // Not UTF-8, whatever its type says: raising a replacement character would give no upper bound.
            return upBinary(value);
        }
        int end = beginning.length();
        while (end > 0) {
            int last = beginning.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int raised = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return (beginning.substring(0, end) + Character.toString(raised)).getBytes(StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** The end of the last whole character within the length. */
    private static int characters(byte[] value) {
        int end = LENGTH;
        while (end > 0 && (value[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}
