package io.amp4j.devnet.internal.table;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A generated column.
 *
 * @param <C> what knows the row that is being written
 * @param field its name and type
 * @param bytes about how many bytes a value has
 * @param writer makes the writer for one vector
 */
record Column<C>(Field field, int bytes, WriterFactory<C> writer) {
    /** Makes the writer of one scan. */
    interface WriterFactory<C> {
        CellWriter on(FieldVector vector, C cursor);
    }

    /** Writes the cell of the cursor's row. */
    interface CellWriter {
        void write(int row);
    }
}
