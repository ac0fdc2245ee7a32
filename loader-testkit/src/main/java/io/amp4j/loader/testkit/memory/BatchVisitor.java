package io.amp4j.loader.testkit.memory;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Sees what a {@link MemoryStore} holds. */
@FunctionalInterface
public interface BatchVisitor {
    /**
     * Sees rows that were written together.
     *
     * @param id the id that they carry
     * @param range their microbatch's range, or null if a batch load wrote them
     * @param rows the rows; they stay the store's, and are good during the call
     */
    void visit(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows);
}
