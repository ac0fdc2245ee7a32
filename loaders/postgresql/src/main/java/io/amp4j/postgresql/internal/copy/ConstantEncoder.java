package io.amp4j.postgresql.internal.copy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** One text for all rows of a write. */
final class ConstantEncoder {
    private byte[] value = {};

    void set(String text) {
        value = text.getBytes(StandardCharsets.UTF_8);
    }

    void encode(CopyBuffer out) throws SQLException {
        out.room(Integer.BYTES);
        out.putInt(value.length);
        out.put(value, 0, value.length);
    }
}
