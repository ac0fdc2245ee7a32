package io.amp4j.lmdb;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Turns one column's values into bytes of keys. Bound to one vector after the other; used by one thread. */
abstract class KeyColumn {
    private final String name;
    private @Nullable FieldVector vector;

    KeyColumn(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    final void bind(FieldVector newVector) {
        vector = newVector;
        bindValues(newVector);
    }

    final boolean isNull(int row) {
        return vector == null || vector.isNull(row);
    }

    abstract void bindValues(FieldVector newVector);

    /** How many bytes {@link #write} puts for a row that is not null. */
    abstract int size(int row);

    /** Writes a row that is not null, and answers with the address behind it. */
    abstract long write(int row, long to);
}
