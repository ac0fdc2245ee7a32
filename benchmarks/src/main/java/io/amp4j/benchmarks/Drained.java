package io.amp4j.benchmarks;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What came out of a client.
 *
 * @param rows rows
 * @param bytes the bytes of their vectors
 */
record Drained(long rows, long bytes) {
    static final Drained NOTHING = new Drained(0, 0);

    Drained plus(VectorSchemaRoot root) {
        long size = 0;
        for (FieldVector vector : root.getFieldVectors()) {
            size += vector.getBufferSize();
        }
        return new Drained(rows + root.getRowCount(), bytes + size);
    }
}
