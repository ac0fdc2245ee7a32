package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.TextBuffer;
import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextRules;
import io.amp4j.loader.arrow.TextRules.Bytes;
import io.amp4j.loader.arrow.TextRules.Intervals;
import io.amp4j.loader.arrow.TextRules.Numbers;
import io.amp4j.postgresql.internal.copy.TypeRules.Nul;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Nested values into {@code jsonb} or {@code json}. */
final class JsonEncoder extends ColumnEncoder {
    private static final int JSONB_VERSION = 1;

    private final TextColumn value;
    private final boolean isBinary;

    /** The text on the side, since its length stands before it: one more copy, of nested columns alone. */
    private final TextBuffer text = new TextBuffer(4096);

    JsonEncoder(String column, TextColumn value, PgType target) {
        super(column);
        this.value = value;
        this.isBinary = target == PgType.JSONB;
    }

    /** In what PostgreSQL's JSON differs from that of other stores: its numbers lose nothing, but a NUL it cannot keep. */
    static TextRules rules(Nul rule) {
        @Nullable
        String nul = switch (rule) {
            case REFUSE -> null;
            case REMOVE -> "";
            case REPLACE -> "\ufffd";
        };
        return new TextRules(Bytes.HEX, Numbers.PLAIN, nul, Intervals.OBJECT);
    }

    @Override
    void bindValues(FieldVector vector) {
        value.bind(vector);
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        text.clear();
        if (isBinary) {
            text.put(JSONB_VERSION);
        }
        value.json(text, row);
        out.room(Integer.BYTES);
        out.putInt(length(0, text.size()));
        out.put(text.bytes(), 0, text.size());
    }
}
