package io.amp4j.loader.labels;

import io.amp4j.client.memory.BufferPool;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Copies booleans. */
final class GatherBits extends Gather {
    GatherBits(BufferPool memory) {
        super(memory);
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        int bytes = (rows.count() + 7) / 8;
        try (Validity validity = validity(from, rows, to);
                ArrowBuf values = buffer(to, bytes)) {
            values.setZero(0, bytes);
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.row(i);
                int bit = row < 0 ? 0 : Validity.bit(from.getDataBuffer().memoryAddress(), row);
                Validity.or(values.memoryAddress(), i, bit);
            }
            to.loadFieldBuffers(validity.node(), List.of(validity.bits(), values));
        }
    }
}
