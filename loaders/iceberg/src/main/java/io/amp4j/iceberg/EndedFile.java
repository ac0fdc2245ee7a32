package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.parquet.WrittenFile;
import java.util.Set;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/**
 * A file that was written to its end, and that no snapshot names yet.
 *
 * @param location where it is
 * @param content what it holds
 * @param partition the partition of its rows, or null where the table has none
 * @param ids the microbatches whose rows it has
 */
record EndedFile(
        String location, WrittenFile content, @Nullable StructLike partition, Set<BatchId> ids) {
    EndedFile {
        ids = Set.copyOf(ids);
    }
}
