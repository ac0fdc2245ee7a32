package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** Nested values into {@code jsonb} or {@code json}. */
final class JsonEncoder extends ColumnEncoder {
    private static final int JSONB_VERSION = 1;

    private final JsonValue value;
    private final boolean isBinary;

    /** The text on the side, since its length stands before it: one more copy, of nested columns alone. */
    private final CopyBuffer scratch = new CopyBuffer(4096);

    JsonEncoder(String column, JsonValue value, PgType target) {
        super(column);
        this.value = value;
        this.isBinary = target == PgType.JSONB;
    }

    @Override
    void bindValues(FieldVector vector) {
        value.bind(vector);
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        scratch.clear();
        if (isBinary) {
            scratch.room(1);
            scratch.putByte(JSONB_VERSION);
        }
        value.write(scratch, row);
        out.room(Integer.BYTES);
        out.putInt(length(0, scratch.size()));
        out.put(scratch);
    }
}
