package io.amp4j.loader.labels;

import io.amp4j.client.memory.BufferPool;
import org.apache.arrow.vector.FieldVector;

/** A column of the type null has no values. */
final class GatherNothing extends Gather {
    GatherNothing(BufferPool memory) {
        super(memory);
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        to.setValueCount(rows.count());
    }
}
