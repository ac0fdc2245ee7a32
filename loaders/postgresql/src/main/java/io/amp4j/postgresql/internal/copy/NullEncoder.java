package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** A column that has no values. */
final class NullEncoder extends ColumnEncoder {
    NullEncoder(String column) {
        super(column);
    }

    @Override
    void bindValues(FieldVector vector) {
        // There is nothing to read.
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        encodeNull(out);
    }
}
