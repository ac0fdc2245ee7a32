package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.ListSource;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** Lists of plain values into arrays of one dimension. */
final class ArrayEncoder extends ColumnEncoder {
    private static final int MAY_HOLD_NULLS = 1;
    private static final int FIRST_SUBSCRIPT = 1;

    private final ColumnEncoder element;
    private final int elementOid;

    /** An array on the side, since an array's length stands before it: one more copy, of lists alone. */
    private final CopyBuffer scratch = new CopyBuffer(1024);

    private final ListSource lists = new ListSource();

    ArrayEncoder(String column, ColumnEncoder element, PgType elementType) {
        super(column);
        this.element = element;
        this.elementOid = elementType.oid();
    }

    @Override
    void bindValues(FieldVector vector) {
        element.bind(lists.bind(vector));
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        int start = lists.start(row);
        int count = length(start, lists.end(row));
        scratch.clear();
        scratch.room(5 * Integer.BYTES);
        scratch.putInt(count == 0 ? 0 : 1);
        scratch.putInt(MAY_HOLD_NULLS);
        scratch.putInt(elementOid);
        if (count > 0) {
            scratch.putInt(count);
            scratch.putInt(FIRST_SUBSCRIPT);
        }
        for (int i = start; i < start + count; i++) {
            element.encode(scratch, i);
        }
        out.room(Integer.BYTES);
        out.putInt(length(0, scratch.size()));
        out.put(scratch);
    }
}
