package io.amp4j.devnet.internal.table;

import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows, a batch at a time. Not thread-safe. */
public interface RowSource extends AutoCloseable {
    /**
     * The vectors that each batch is put into.
     *
     * @return always the same root, owned by this source
     */
    VectorSchemaRoot root();

    /**
     * Puts the next batch into the root.
     *
     * @return false at the end; a batch has at least one row
     */
    boolean next();

    @Override
    void close();
}
