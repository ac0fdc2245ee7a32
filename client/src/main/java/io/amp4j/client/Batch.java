package io.amp4j.client;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * One message of a result: rows as Arrow vectors, and what the server says of them.
 *
 * <p>The root is owned by the {@link BatchStream} that gave it and is valid until the next call of
 * {@link BatchStream#next()}; to keep rows longer, transfer or copy the vectors. Not thread-safe.
 *
 * @param root the rows, off-heap; may have none
 * @param metadata which blocks they belong to
 */
public record Batch(VectorSchemaRoot root, BatchMetadata metadata) {
    /**
     * How many rows the batch has.
     *
     * @return zero for a keep-alive or a closing message
     */
    public int rows() {
        return root.getRowCount();
    }
}
