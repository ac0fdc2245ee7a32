package io.amp4j.redis;

import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextColumns;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.redis.internal.resp.RespBuffer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A row as pairs of field and value, for hashes and streams; a null is no field. The batch's id stands last. Used by one thread. */
final class RowFields {
    private final TextColumn[] columns;
    private final byte[][] names;

    /** How many digits the length of a column's last value had. */
    private final int[] digits;

    private byte[] end = {};
    private int pairsAtEnd;

    RowFields(Schema schema, BinaryForm binary) {
        int count = schema.getFields().size();
        columns = new TextColumn[count];
        names = new byte[count][];
        digits = new int[count];
        for (int i = 0; i < count; i++) {
            Field field = schema.getFields().get(i);
            columns[i] = TextColumns.of(field, binary.rules());
            names[i] = argument(field.getName());
            digits[i] = 1;
        }
    }

    private static byte[] argument(String text) {
        RespBuffer argument = new RespBuffer(64);
        argument.bulk(text);
        return argument.copy(0, argument.size());
    }

    void bind(VectorSchemaRoot rows) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].bind(rows.getVector(i));
        }
    }

    void mark(String batchId, @Nullable String ranges) {
        RespBuffer pairs = new RespBuffer(128);
        pairsAtEnd = 1;
        if (ranges != null) {
            pairs.bulk(MarkerColumns.BLOCK_RANGES);
            pairs.bulk(ranges);
            pairsAtEnd++;
        }
        pairs.bulk(MarkerColumns.BATCH_ID);
        pairs.bulk(batchId);
        end = pairs.copy(0, pairs.size());
    }

    /** How many byte strings the row has. */
    int arguments(int row) {
        int pairs = pairsAtEnd;
        for (TextColumn column : columns) {
            pairs += column.isNull(row) ? 0 : 1;
        }
        return 2 * pairs;
    }

    void write(RespBuffer out, int row) {
        for (int i = 0; i < columns.length; i++) {
            if (!columns[i].isNull(row)) {
                out.put(names[i]);
                int place = out.beginBulk(digits[i]);
                columns[i].text(out, row);
                digits[i] = out.endBulk(place, digits[i]);
            }
        }
        out.put(end);
    }
}
