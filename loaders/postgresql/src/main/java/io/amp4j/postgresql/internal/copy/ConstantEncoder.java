package io.amp4j.postgresql.internal.copy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One text, or null, for all rows of a write. */
final class ConstantEncoder {
    private byte @Nullable [] value;

    void set(@Nullable String text) {
        value = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    void encode(CopyBuffer out) throws SQLException {
        if (value == null) {
            ColumnEncoder.encodeNull(out);
            return;
        }
        out.room(Integer.BYTES);
        out.putInt(value.length);
        out.put(value, 0, value.length);
    }
}
