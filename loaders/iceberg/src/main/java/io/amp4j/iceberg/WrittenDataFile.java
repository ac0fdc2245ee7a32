package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;

/**
 * A data file that was written, and the microbatches whose rows it has.
 *
 * @param file the file as a commit adds it
 * @param ids the microbatches; at least one
 */
record WrittenDataFile(DataFile file, Set<BatchId> ids) {
    WrittenDataFile {
        ids = Set.copyOf(ids);
    }

    /** The only microbatch, if there is only one. */
    Optional<BatchId> soleId() {
        return ids.size() == 1 ? ids.stream().findFirst() : Optional.empty();
    }
}
