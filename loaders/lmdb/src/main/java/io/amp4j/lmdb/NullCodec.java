package io.amp4j.lmdb;

import org.apache.arrow.vector.FieldVector;

/** A column that has no values. */
final class NullCodec extends ValueCodec {
    @Override
    void bind(FieldVector vector) {
        // it has no bits that say which values are there
    }

    @Override
    boolean present(int row) {
        return false;
    }

    @Override
    void bindValues(FieldVector vector) {
        // it has none
    }

    @Override
    int size(int row) {
        return 0;
    }

    @Override
    long write(int row, long to) {
        return to;
    }

    @Override
    void target(FieldVector vector) {
        // nothing is ever read into it
    }

    @Override
    long read(long from, int row) {
        return from;
    }

    @Override
    void readNull(int row) {
        // it is
    }
}
