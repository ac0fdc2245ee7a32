package io.amp4j.lmdb;

import org.apache.arrow.vector.FieldVector;

/**
 * Writes the values of one column into rows, and reads them back into a vector. Bound to one vector after the other, for one of both; used by one
 * thread.
 */
abstract class ValueCodec {
    /** Address of the bits that say which values are there, or 0 where all are. */
    private long validity;

    /** Takes the vector whose values are written. */
    void bind(FieldVector vector) {
        if (vector.getNullCount() > 0) {
            vector.getValidityBuffer().checkBytes(0, Bytes.bitmapSize(vector.getValueCount()));
            validity = vector.getValidityBuffer().memoryAddress();
        } else {
            validity = 0;
        }
        bindValues(vector);
    }

    boolean present(int row) {
        return validity == 0 || Bytes.bit(validity, row);
    }

    abstract void bindValues(FieldVector vector);

    /** How many bytes {@link #write} puts for a value that is present. */
    abstract int size(int row);

    /** Writes a value that is present, and answers with the address behind it. */
    abstract long write(int row, long to);

    /** Takes the vector that values are read into. */
    abstract void target(FieldVector vector);

    /** Reads a value, and answers with the address behind it. Rows come in order. */
    abstract long read(long from, int row);

    /** Makes a row's value null. Rows come in order. */
    abstract void readNull(int row);
}
