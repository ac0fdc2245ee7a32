package io.amp4j.client.internal.decode;

import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The rows of one batch as objects. */
public final class RowReader {
    private final List<ValueReader> columns;

    /**
     * Chooses how to read each column.
     *
     * @param root the batch
     */
    public RowReader(VectorSchemaRoot root) {
        columns = root.getFieldVectors().stream().map(ValueReader::of).toList();
    }

    /**
     * Copies a row.
     *
     * @param row its index
     * @return the values by column
     */
    public @Nullable Object[] read(int row) {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).read(row);
        }
        return values;
    }
}
