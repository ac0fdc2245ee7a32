package io.amp4j.loader.internal;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Counts the memory that a batch's values take. */
final class ArrowBytes {
    private ArrowBytes() {}

    static long of(VectorSchemaRoot root) {
        long bytes = 0;
        for (FieldVector vector : root.getFieldVectors()) {
            bytes += vector.getBufferSize();
        }
        return bytes;
    }
}
