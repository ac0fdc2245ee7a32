package io.amp4j.client.stream;

import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Keeps the rows that a {@link CdcStream} has inserted, for as long as a reorg may delete them. One stream uses it at a time.
 *
 * <p>Every method throws an {@link io.amp4j.client.AmpException} if the store cannot be read or written.
 */
public interface BatchStore {
    /**
     * Keeps rows. Once it returns they are there, also after a crash; if it throws, all of them or none.
     *
     * @param batch what they are; its transaction is higher than any that is kept
     * @param rows the rows, only read; without dictionary encoding
     */
    void append(StoredBatch batch, VectorSchemaRoot rows);

    /**
     * What came with a transaction or later.
     *
     * @param transaction the first transaction
     * @return the batches, newest first
     */
    List<StoredBatch> since(long transaction);

    /**
     * Reads the rows of a batch.
     *
     * @param batch a batch that {@link #since} gave
     * @param allocator where they go
     * @return the rows, with the schema that they were given with; the caller closes them
     */
    VectorSchemaRoot read(StoredBatch batch, BufferAllocator allocator);

    /**
     * Forgets what came with a transaction or later, newest first.
     *
     * @param transaction the first transaction
     */
    void removeSince(long transaction);

    /**
     * Forgets what came with a transaction or earlier.
     *
     * @param transaction the last transaction
     */
    void removeUpTo(long transaction);

    /**
     * A store on the heap that lasts as long as its object.
     *
     * @return an empty store
     */
    static BatchStore inMemory() {
        return new MemoryBatchStore();
    }

    /**
     * A store of Arrow IPC streams, one file for each batch, written through to the disk and then renamed.
     *
     * @param directory an existing directory for this store alone
     * @return the store
     */
    static BatchStore inDirectory(Path directory) {
        return new DirectoryBatchStore(directory);
    }
}
