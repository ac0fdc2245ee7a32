package io.amp4j.lmdb;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Makes the keys of rows, and holds them until the next call. Used by one thread. */
interface KeyWriter extends AutoCloseable {
    /**
     * Makes the keys of some rows of a batch.
     *
     * @param rows the batch
     * @param from the first row
     * @param to behind the last row
     * @param id the microbatch
     * @param range its range, or null in a batch load
     */
    void encode(VectorSchemaRoot rows, int from, int to, BatchId id, @Nullable BlockRange range);

    /** Points a slice at the key of the i-th of these rows. */
    void locate(int index, Slice slice);

    @Override
    void close();
}
