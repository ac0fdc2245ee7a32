package io.amp4j.loader.internal;

import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamPosition;
import io.amp4j.client.stream.StreamRecord;
import java.util.List;

/**
 * What the destination holds of a slice.
 *
 * @param version the slice's version when this was seen
 * @param run the records that the slice continues, each linked to the one before
 * @param ahead its other records: the slice comes to them, and voids those that it overlaps or that do not link
 */
record SliceView(int version, StreamHistory run, List<StreamRecord> ahead) {
    /** The position of a stream that goes on behind the run, or begins as the slice does if it is empty. */
    StreamPosition position() {
        return StreamPosition.filling(run, ahead, run.cursor().orElse(null));
    }
}
