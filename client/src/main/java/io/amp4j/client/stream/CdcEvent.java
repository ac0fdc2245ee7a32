package io.amp4j.client.stream;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A change of the rows of a live query, as a {@link CdcStream} tells it. */
public sealed interface CdcEvent {
    /**
     * The microbatch that the rows belong to.
     *
     * @return its id
     */
    BatchId id();

    /**
     * The microbatch's blocks.
     *
     * @return the range
     */
    BlockRange range();

    /**
     * The rows.
     *
     * @return rows that are owned by the stream and valid until its next call
     */
    VectorSchemaRoot rows();

    /**
     * Rows that are new.
     *
     * @param id the microbatch
     * @param range its blocks
     * @param rows the rows
     */
    record Insert(BatchId id, BlockRange range, VectorSchemaRoot rows) implements CdcEvent {}

    /**
     * Rows that were inserted, as they were inserted, and are void now.
     *
     * @param id the microbatch
     * @param range its blocks
     * @param rows the rows
     */
    record Delete(BatchId id, BlockRange range, VectorSchemaRoot rows) implements CdcEvent {}
}
