package io.amp4j.loader.labels;

import org.apache.arrow.vector.FieldVector;

/** A column of the type null has no values. */
final class GatherNothing extends Gather {
    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        to.setValueCount(rows.count());
    }
}
